//! Everything we call: mail, text messages, guarded HTTP fetches, geo data, key services.
