//! The REST faces: Graph, the ARM stand-ins, health and metrics.
