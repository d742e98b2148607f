use super::*;
use crate::samples::{application, at, id, now};
use model::ServicePrincipalId;
use model::application::{Audience, ClientCertificate};
use proptest::prelude::*;

const SECRET: CredentialId = CredentialId(model::Uuid::from_u128(81));
const CERTIFICATE: CredentialId = CredentialId(model::Uuid::from_u128(82));
const ENDPOINT: &str = "https://login.example/t/oauth2/v2.0/token";

fn confidential() -> Application {
    let mut client = application();
    client.secrets.push(Secret {
        id: SECRET,
        display_name: None,
        hint: "abc".into(),
        hash: [0; 32],
        starts_at: at(-100),
        ends_at: at(100),
    });
    client.certificates.push(ClientCertificate {
        id: CERTIFICATE,
        display_name: None,
        der_base64: String::new(),
        thumbprint_sha1: String::new(),
        thumbprint_sha256: String::new(),
        starts_at: at(-86_400),
        ends_at: at(86_400),
    });
    client
}

fn public() -> Application {
    Application { public_client: true, ..application() }
}

fn assertion() -> AssertionVerified {
    let own = Some(application().app_id.to_string());
    AssertionVerified {
        certificate: CERTIFICATE,
        iss: own.clone(),
        sub: own,
        aud: vec![ENDPOINT.into()],
        exp: Some(at(600).as_second()),
        nbf: Some(now().as_second()),
        iat: None,
        jti: Some("one".into()),
    }
}

fn judge(
    client: &Application,
    platform: Option<Platform>,
    presented: &Presented,
) -> Result<ClientCredential, Cause> {
    authenticate(client, platform, presented, &[ENDPOINT.to_owned()], now())
}

fn present(change: impl Fn(&mut AssertionVerified)) -> Result<ClientCredential, Cause> {
    let mut assertion = assertion();
    change(&mut assertion);
    judge(&confidential(), None, &Presented::Assertion(Ok(assertion)))
}

#[test]
fn confidential_clients_must_and_public_ones_must_not_authenticate() {
    let secret = Presented::Secret(Some(SecretMatch { id: SECRET, expired: false }));
    let cases = [
        (confidential(), None, true),
        (confidential(), Some(Platform::Web), true),
        (confidential(), Some(Platform::Spa), false),
        (confidential(), Some(Platform::Native), false),
        (public(), None, false),
        (public(), Some(Platform::Web), true),
    ];
    for (client, platform, must) in cases {
        let without = judge(&client, platform, &Presented::Nothing);
        let with = judge(&client, platform, &secret);
        if must {
            assert_eq!(without, Err(Cause::ClientCredentialMissing));
            assert_ne!(with, Err(Cause::PublicClientWithCredential));
        } else {
            assert_eq!(without, Ok(ClientCredential::None));
            assert_eq!(with, Err(Cause::PublicClientWithCredential));
        }
    }
}

#[test]
fn a_secret_must_be_registered_begun_and_not_ended() {
    let judge = |matched| judge(&confidential(), None, &Presented::Secret(matched));
    let app_id = application().app_id;
    let good = SecretMatch { id: SECRET, expired: false };
    assert_eq!(judge(Some(good)), Ok(ClientCredential::ClientSecret(SECRET)));
    assert_eq!(judge(Some(SecretMatch { expired: true, ..good })), Err(Cause::ClientSecretExpired(app_id)));
    assert_eq!(judge(None), Err(Cause::ClientSecretInvalid(app_id)));
    let foreign = SecretMatch { id: CredentialId(id(99)), ..good };
    assert_eq!(judge(Some(foreign)), Err(Cause::ClientSecretInvalid(app_id)));

    let secret = &confidential().secrets[0];
    assert_eq!(secret_match(secret, at(-101)), None);
    assert_eq!(secret_match(secret, at(-100)), Some(good));
    assert_eq!(secret_match(secret, at(100)), Some(SecretMatch { expired: true, ..good }));
}

#[test]
fn an_assertion_names_the_client_and_the_endpoint() {
    assert_eq!(present(|_| ()), Ok(ClientCredential::Certificate(CERTIFICATE)));
    let other = || Some(id(99).to_string());
    assert!(matches!(present(|claims| claims.iss = other()), Err(Cause::AssertionRejected(_))));
    assert!(matches!(present(|claims| claims.sub = other()), Err(Cause::AssertionRejected(_))));
    assert!(matches!(present(|claims| claims.sub = None), Err(Cause::AssertionRejected(_))));
    assert!(matches!(present(|claims| claims.aud = vec![]), Err(Cause::AssertionRejected(_))));
    let elsewhere = "https://elsewhere.example".to_owned();
    assert!(matches!(
        present(|claims| claims.aud = vec![elsewhere.clone()]),
        Err(Cause::AssertionRejected(_))
    ));
    assert!(present(|claims| claims.aud.insert(0, elsewhere.clone())).is_ok(), "several audiences");
    assert!(present(|claims| claims.iss = claims.iss.as_deref().map(str::to_uppercase)).is_ok());
}

#[test]
fn an_assertion_is_short_and_of_the_present() {
    let second = |offset| Some(at(offset).as_second());
    assert!(matches!(present(|claims| claims.exp = None), Err(Cause::AssertionRejected(_))));
    assert_eq!(present(|claims| claims.exp = second(-300)), Err(Cause::AssertionExpired));
    assert!(
        present(|claims| (claims.exp, claims.nbf) = (second(-299), second(-900))).is_ok(),
        "five minutes of skew"
    );
    assert_eq!(present(|claims| claims.nbf = second(301)), Err(Cause::AssertionExpired));
    assert!(present(|claims| claims.nbf = second(300)).is_ok());
    assert_eq!(present(|claims| claims.iat = second(301)), Err(Cause::AssertionExpired));
    let long = |claims: &mut AssertionVerified| claims.exp = second(3901);
    assert!(matches!(present(long), Err(Cause::AssertionRejected(_))));
    let long_ago = |claims: &mut AssertionVerified| claims.nbf = second(-86_400);
    assert!(matches!(present(long_ago), Err(Cause::AssertionRejected(_))), "a day is too long");
}

#[test]
fn a_certificate_outside_its_time_signs_nothing() {
    let mut client = confidential();
    client.certificates[0].ends_at = now();
    let presented = Presented::Assertion(Ok(assertion()));
    assert_eq!(judge(&client, None, &presented), Err(Cause::AssertionSignature));
    assert_eq!(present(|claims| claims.certificate = SECRET), Err(Cause::AssertionSignature));
    let unreadable = Presented::Assertion(Err(Cause::AssertionSignature));
    assert_eq!(judge(&confidential(), None, &unreadable), Err(Cause::AssertionSignature));
}

#[test]
fn grants_belong_to_kinds_of_clients() {
    use GrantKind::{AuthorizationCode, ClientCredentials, DeviceCode, Password, RefreshToken};
    let may = |client: &Application| {
        [AuthorizationCode, RefreshToken, ClientCredentials, DeviceCode, Password]
            .map(|grant| may_use(client, grant).is_ok())
    };
    assert_eq!(may(&public()), [true, true, false, true, true]);
    assert_eq!(may(&confidential()), [true, true, true, false, false]);
}

#[test]
fn a_browser_redeems_only_for_its_own_single_page_application() {
    let mut client = application();
    client.redirects.spa =
        ["http://localhost:3000/cb", "https://spa.example:443/", "app://x"].map(str::to_owned).to_vec();
    let judge = |platform, from: Option<&str>| origin(&client, platform, from);
    assert_eq!(judge(Platform::Spa, Some("http://localhost:3000")), Ok(()));
    assert_eq!(judge(Platform::Spa, Some("https://spa.example")), Ok(()));
    assert_eq!(judge(Platform::Spa, None), Err(Cause::SpaWithoutOrigin));
    for foreign in
        ["http://localhost:3001", "https://evil.example", "null", "", "http://localhost", "app://x"]
    {
        assert_eq!(judge(Platform::Spa, Some(foreign)), Err(Cause::CrossOriginNotSpa), "{foreign}");
    }
    for platform in [Platform::Web, Platform::Native] {
        assert_eq!(judge(platform, None), Ok(()));
        assert_eq!(judge(platform, Some("http://localhost:3000")), Err(Cause::CrossOriginNotSpa));
    }
}

#[test]
fn a_client_is_found_where_it_may_be_used() {
    let home = TenantId(id(1));
    let principal = |enabled, owner| ServicePrincipal {
        id: ServicePrincipalId(id(70)),
        app_id: application().app_id,
        owner,
        display_name: "Automation".into(),
        enabled,
        assignment_required: false,
        created_at: now(),
    };
    let (own, foreign) = (principal(true, Some(home)), principal(true, Some(TenantId(id(9)))));
    let single = application();
    let multi = Application { audience: Audience::AnyOrganization, ..application() };
    let at_home = Authority::Tenant(home);
    assert_eq!(available(&single, Some(&own), at_home, home), Ok(()));
    assert_eq!(available(&multi, Some(&foreign), Authority::Common, home), Ok(()));
    let not_multi = Err(Cause::ClientNotMultiTenant(single.app_id));
    assert_eq!(available(&single, Some(&own), Authority::Common, home), not_multi);
    assert_eq!(available(&single, Some(&own), Authority::Organizations, home), not_multi);
    assert_eq!(available(&single, Some(&foreign), at_home, home), not_multi);
    let disabled = Err(Cause::ClientDisabled(single.app_id));
    assert_eq!(available(&single, Some(&principal(false, Some(home))), at_home, home), disabled);
    assert!(matches!(available(&single, None, at_home, home), Err(Cause::ClientNotFound { .. })));
    let deleted = Application { deleted_at: Some(now()), ..single };
    assert!(matches!(available(&deleted, Some(&own), at_home, home), Err(Cause::ClientNotFound { .. })));
}

proptest! {
    /// Whatever times an assertion carries, an accepted one ends soon and began lately.
    #[test]
    fn accepted_assertions_are_short(
        exp in prop::option::of(-10_000_i64..10_000),
        nbf in prop::option::of(-10_000_i64..10_000),
        iat in prop::option::of(-10_000_i64..10_000),
    ) {
        let base = now().as_second();
        let add = |offset: Option<i64>| offset.map(|offset| base + offset);
        let result = present(|claims| (claims.exp, claims.nbf, claims.iat) = (add(exp), add(nbf), add(iat)));
        if result.is_ok() {
            let exp = exp.unwrap();
            prop_assert!(exp > -300 && exp <= 3900);
            for start in [nbf, iat].into_iter().flatten() {
                prop_assert!(start <= 300 && exp - start <= 3900);
            }
        }
    }

    #[test]
    fn times_at_the_ends_of_the_range_are_refused_and_never_overflow(exp in any::<i64>(), nbf in any::<i64>()) {
        let result = present(|claims| (claims.exp, claims.nbf) = (Some(exp), Some(nbf)));
        prop_assert!(result.is_err() || (exp - now().as_second()).abs() < 4000);
    }
}
