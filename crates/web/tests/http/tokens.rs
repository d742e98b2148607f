//! Asking about tokens and giving them back (RFC 7662, RFC 7009).

use serde_json::{Value, json};
use testkit::{TestClient, TestTenant};

use crate::browser::Somebody;
use crate::journey::code;
use crate::site::Answer;
use crate::world::{CALLBACK, LOOPBACK, PAGE, SCOPES, World, authorize, claims, credentials, endpoint};

impl World {
    /// The tokens a user of the partner gets through a client.
    pub async fn tokens(&self, client: &TestClient, callback: &str, scope: &str) -> Answer {
        let mut kim = Somebody::from(&self.kim);
        let address = authorize(&self.partner, client, callback, &[("scope", scope)]);
        let code = code(&self.site.browser().sign_in(&mut kim, &address).await);
        let tokens = self.site.redeem(&self.partner, client, callback, &code).await;
        assert_eq!(tokens.status, 200, "{tokens:?}");
        tokens
    }

    async fn about(&self, tenant: &str, name: &str, client: &TestClient, token: &str) -> Answer {
        let own = credentials(client);
        let own = own.iter().map(|(name, value)| (*name, value.as_str()));
        let all: Vec<_> = own.chain([("token", token)]).collect();
        self.site.post(&format!("/{tenant}/oauth2/v2.0/{name}"), &all).await
    }

    async fn introspect(&self, tenant: &TestTenant, client: &TestClient, token: &str) -> Value {
        let answer = self.about(&tenant.id.to_string(), "introspect", client, token).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    }

    async fn revoke(&self, tenant: &TestTenant, client: &TestClient, token: &str) {
        let answer = self.about(&tenant.id.to_string(), "revoke", client, token).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, "{}"), "{answer:?}");
    }
}

fn inactive() -> Value {
    json!({"active": false})
}

#[tokio::test]
async fn a_client_is_told_about_tokens_issued_to_it_and_for_it() {
    let world = World::start().await;
    let scope = format!("{SCOPES} api://{}/Invoices.Read", world.resource.app_id);
    let tokens = world.tokens(&world.web, CALLBACK, &scope).await;
    let (access, refresh) = (tokens.text("access_token"), tokens.text("refresh_token"));
    for client in [&world.web, &world.resource] {
        let told = world.introspect(&world.partner, client, &access).await;
        let claims = claims(&access);
        assert_eq!(told["active"], true);
        for name in ["aud", "iss", "exp", "iat", "nbf", "sub", "oid", "tid", "amr"] {
            assert_eq!(told[name], claims[name], "{name}");
        }
        assert_eq!(told["jti"], claims["uti"]);
        assert_eq!(told["client_id"], world.web.app_id.to_string());
        assert_eq!(
            (&told["scope"], &told["username"]),
            (&"Invoices.Read".into(), &world.kim.name.clone().into())
        );
    }
    let told = world.introspect(&world.partner, &world.web, &refresh).await;
    assert_eq!((&told["active"], &told["username"]), (&true.into(), &world.kim.name.clone().into()));
    assert_eq!(told["sub"], claims(&tokens.text("id_token"))["sub"]);
    // Nobody but its owner is told about a refresh token, and an id token is no token to be used.
    assert_eq!(world.introspect(&world.partner, &world.resource, &refresh).await, inactive());
    assert_eq!(world.introspect(&world.partner, &world.web, &tokens.text("id_token")).await, inactive());
}

#[tokio::test]
async fn strangers_are_told_nothing() {
    let world = World::start().await;
    let tokens = world.tokens(&world.web, CALLBACK, SCOPES).await;
    let other = world.site.app.client(&world.partner, "Other").create().await;
    for token in [tokens.text("access_token"), tokens.text("refresh_token"), "nonsense".to_owned()] {
        assert_eq!(world.introspect(&world.partner, &other, &token).await, inactive());
        // A token of another tenant is none here, even to its own client.
        assert_eq!(world.introspect(&world.customer, &world.customer_web, &token).await, inactive());
        let public = world.about(&world.partner.id.to_string(), "introspect", &world.tool, &token).await;
        assert_eq!((public.status.as_u16(), public.code()), (401, Some(7_000_218)));
        let wrong = TestClient { secret: Some("wrong".to_owned()), ..world.web.clone() };
        let wrong = world.about(&world.partner.id.to_string(), "introspect", &wrong, &token).await;
        assert_eq!((wrong.status.as_u16(), wrong.code()), (401, Some(7_000_215)));
    }
    let nothing = world.about("common", "introspect", &world.web, "nonsense").await;
    assert_eq!((nothing.status.as_u16(), nothing.json()), (200, inactive()));
}

#[tokio::test]
async fn a_token_is_active_no_longer_than_what_it_stands_on() {
    let world = World::start().await;
    let app = &world.site.app;
    let (ctx, name) = (app.operator_in(&world.partner), world.kim.id.to_string());
    let tokens = world.tokens(&world.web, CALLBACK, SCOPES).await;
    let (access, refresh) = (tokens.text("access_token"), tokens.text("refresh_token"));
    app::admin::users::revoke_sessions(&ctx, &name).await.unwrap();
    for token in [&access, &refresh] {
        assert_eq!(world.introspect(&world.partner, &world.web, token).await, inactive());
    }
    let access = world.tokens(&world.web, CALLBACK, SCOPES).await.text("access_token");
    assert_eq!(world.introspect(&world.partner, &world.web, &access).await["active"], true);
    app.clock.advance_days(1);
    assert_eq!(world.introspect(&world.partner, &world.web, &access).await, inactive());
}

#[tokio::test]
async fn a_token_of_a_client_that_is_gone_is_inactive() {
    let world = World::start().await;
    let app = &world.site.app;
    let scope = format!("{SCOPES} api://{}/Invoices.Read", world.resource.app_id);
    // One of the tenant's own, and one of another owner.
    let foreign = app.client(&world.customer, "Foreign").multi_tenant().create().await;
    let partner = app.operator_in(&world.partner);
    app::admin::applications::add_foreign(&partner, foreign.app_id).await.unwrap();
    for (client, owner) in [(&world.web, &world.partner), (&foreign, &world.customer)] {
        let access = world.tokens(client, CALLBACK, &scope).await.text("access_token");
        assert_eq!(world.introspect(&world.partner, &world.resource, &access).await["active"], true);
        let ctx = app.operator_in(owner);
        app::admin::applications::delete(&ctx, &client.app_id.to_string()).await.unwrap();
        assert_eq!(world.introspect(&world.partner, &world.resource, &access).await, inactive());
        let bearer = format!("Bearer {access}");
        let refused = world.site.post_with("/oidc/userinfo", &[("authorization", &bearer)], &[]).await;
        assert_eq!(refused.status, 401);
    }
}

#[tokio::test]
async fn a_client_gives_back_a_grant_by_either_of_its_tokens() {
    let world = World::start().await;
    for (client, callback, which) in [
        (&world.web, CALLBACK, "refresh_token"),
        (&world.web, CALLBACK, "access_token"),
        (&world.tool, LOOPBACK, "refresh_token"),
        (&world.tool, LOOPBACK, "access_token"),
        (&world.spa, PAGE, "refresh_token"),
    ] {
        let tokens = world.tokens_for(client, callback).await;
        let (access, refresh) = (tokens.text("access_token"), tokens.text("refresh_token"));
        let bearer = format!("Bearer {access}");
        let bearer = [("authorization", bearer.as_str())];
        assert_eq!(world.site.post_with("/oidc/userinfo", &bearer, &[]).await.status, 200);
        world.revoke(&world.partner, client, &tokens.text(which)).await;
        let refused = world.site.post_with("/oidc/userinfo", &bearer, &[]).await;
        assert_eq!(refused.status, 401, "our own resources see it at once");
        let origin: &[(&str, &str)] = if callback == PAGE { &[("origin", "https://spa.test")] } else { &[] };
        let refused = world.refresh_from(client, origin, &refresh).await;
        assert_eq!(refused.code(), Some(50173), "{which}: {refused:?}");
        // Again, and what is already gone: nothing to say.
        world.revoke(&world.partner, client, &refresh).await;
        world.revoke(&world.partner, client, "nonsense").await;
    }
}

#[tokio::test]
async fn nobody_revokes_what_is_not_his() {
    let world = World::start().await;
    let tokens = world.tokens(&world.web, CALLBACK, SCOPES).await;
    let other = world.site.app.client(&world.partner, "Other").create().await;
    for token in ["access_token", "refresh_token"] {
        world.revoke(&world.partner, &other, &tokens.text(token)).await;
        world.revoke(&world.partner, &world.tool, &tokens.text(token)).await;
        world.revoke(&world.customer, &world.customer_web, &tokens.text(token)).await;
        let nobody = TestClient { secret: None, ..world.web.clone() };
        let refused =
            world.about(&world.partner.id.to_string(), "revoke", &nobody, &tokens.text(token)).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (401, Some(7_000_218)));
    }
    let refreshed = world.site.refresh(&world.partner, &world.web, &tokens.text("refresh_token")).await;
    assert_eq!(refreshed.status, 200, "{refreshed:?}");
}

#[tokio::test]
async fn an_applications_own_token_cannot_be_revoked_and_says_so() {
    let world = World::start().await;
    let fields = [("grant_type", "client_credentials"), ("scope", "https://graph.test/.default")];
    let own = world.site.token(&world.partner, &world.web, &fields).await;
    assert_eq!(own.status, 200, "{own:?}");
    let token = own.text("access_token");
    assert_eq!(world.introspect(&world.partner, &world.web, &token).await["idtyp"], "app");
    let tenant = world.partner.id.to_string();
    let answer = world.about(&tenant, "revoke", &world.web, &token).await;
    assert_eq!((answer.status.as_u16(), answer.text("error").as_str()), (400, "unsupported_token_type"));
    // Another client learns nothing of it.
    let other = world.site.app.client(&world.partner, "Other").create().await;
    world.revoke(&world.partner, &other, &token).await;
}

#[tokio::test]
async fn a_shared_authority_finds_the_tenant_by_the_token() {
    let world = World::start().await;
    let shared = world.site.app.client(&world.partner, "Shared").multi_tenant().create().await;
    let tokens = world.tokens(&shared, CALLBACK, SCOPES).await;
    let told = world.about("common", "introspect", &shared, &tokens.text("access_token")).await;
    assert_eq!(told.json()["active"], true, "{told:?}");
    let done = world.about("organizations", "revoke", &shared, &tokens.text("access_token")).await;
    assert_eq!(done.status, 200);
    let refused = world.site.refresh(&world.partner, &shared, &tokens.text("refresh_token")).await;
    assert_eq!(refused.code(), Some(50173));
    let discovery =
        world.site.get(&format!("/{}/v2.0/.well-known/openid-configuration", world.partner.id)).await;
    for name in ["introspect", "revoke"] {
        let member = if name == "revoke" { "revocation_endpoint" } else { "introspection_endpoint" };
        assert_eq!(discovery.text(member), format!("https://login.test{}", endpoint(&world.partner, name)));
    }
}

impl World {
    /// As [`World::tokens`], for a client of any platform.
    pub async fn tokens_for(&self, client: &TestClient, callback: &str) -> Answer {
        if callback != PAGE {
            return self.tokens(client, callback, SCOPES).await;
        }
        let mut kim = Somebody::from(&self.kim);
        let address = authorize(&self.partner, client, callback, &[]);
        let code = code(&self.site.browser().sign_in(&mut kim, &address).await);
        let app_id = client.app_id.to_string();
        let fields = [
            ("client_id", app_id.as_str()),
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", callback),
            ("code_verifier", crate::world::VERIFIER),
        ];
        let origin = [("origin", "https://spa.test")];
        let tokens = self.site.post_with(&endpoint(&self.partner, "token"), &origin, &fields).await;
        assert_eq!(tokens.status, 200, "{tokens:?}");
        tokens
    }

    /// Exchanges a refresh token as a client that sends headers.
    pub async fn refresh_from(&self, client: &TestClient, headers: &[(&str, &str)], token: &str) -> Answer {
        let own = credentials(client);
        let own = own.iter().map(|(name, value)| (*name, value.as_str()));
        let all: Vec<_> = own.chain([("grant_type", "refresh_token"), ("refresh_token", token)]).collect();
        self.site.post_with(&endpoint(&self.partner, "token"), headers, &all).await
    }
}
