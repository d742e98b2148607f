//! What browsers and OAuth clients talk to: authorize, token, sign-in pages, security info, recovery.
