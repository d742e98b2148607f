//! Every decision, as a pure function of verified facts and the present moment.
