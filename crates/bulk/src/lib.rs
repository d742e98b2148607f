//! Files too large for a request: sign-in log import, replay, export, leaked-credential matching.
