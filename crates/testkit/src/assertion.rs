//! Client assertions (RFC 7523), signed with a certificate that the client registered.

use crate::app::TestApp;
use crate::world::{TestClient, TestTenant};
use app::admin::credentials;
use crypto::certificate::Validity;
use crypto::jose::{Algorithm, Header, SigningKey};
use model::{Clock, SignedDuration};
use serde_json::{Value, json};

/// A client's certificate with its key.
pub struct TestCertificate {
    key: SigningKey,
    client: String,
    audience: String,
    now: i64,
}

impl TestApp {
    /// Registers a certificate that is valid for a month.
    pub async fn certificate(&self, tenant: &TestTenant, client: &TestClient) -> TestCertificate {
        let now = self.real_clock.now();
        let month = SignedDuration::from_hours(30 * 24);
        let validity = Validity { not_before: now - month, not_after: now + month };
        let key = SigningKey::generate(Algorithm::ES256, validity).unwrap();
        let client = client.app_id.to_string();
        let ctx = self.operator_in(tenant);
        credentials::add_certificate(&ctx, &client, None, &key.certificate().der).await.unwrap();
        let audience = format!("{}/{}/oauth2/v2.0/token", self.services.config.origins.identity, tenant.id);
        TestCertificate { key, client, audience, now: now.as_second() }
    }
}

impl TestCertificate {
    /// An assertion as it should be, for ten minutes.
    pub fn assertion(&self) -> String {
        self.assertion_with(json!({}))
    }

    /// An assertion whose claims are replaced by those of an object; `null` leaves one out.
    pub fn assertion_with(&self, replaced: Value) -> String {
        let mut claims = json!({
            "iss": self.client, "sub": self.client, "aud": self.audience, "jti": "1",
            "iat": self.now, "nbf": self.now, "exp": self.now + 600,
        });
        let (Some(all), Value::Object(replaced)) = (claims.as_object_mut(), replaced) else {
            panic!("claims are an object");
        };
        all.extend(replaced);
        all.retain(|_, value| !value.is_null());
        self.key.sign(Header::JWT_V1, claims.to_string().as_bytes()).unwrap()
    }
}
