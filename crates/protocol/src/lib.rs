//! The standards' nouns: OAuth, OpenID Connect, JOSE and OData shapes, the AADSTS catalogue, sign-in log formats.
