// msal-node and openid-client, unmodified, against the demo world.

import { createHash, createPrivateKey, webcrypto, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";

import * as msal from "@azure/msal-node";
import * as oidc from "openid-client";

import { app, CALLBACK, challenged, check, claims, GRAPH, partner, ready, refusal, runAll, same, test, user, visit } from "./world.mjs";

const automation = app("automation");
const tools = app("tools");
const authority = `${ready.base_url}/${partner.id}`;
const issuer = new URL(`${authority}/v2.0`);
const host = new URL(ready.base_url).host;
const graphDefault = [`${GRAPH}/.default`];
const userRead = [`${GRAPH}/User.Read`];

const pem = readFileSync(automation.certificate_pem, "utf8");
const certificate = pem.match(/-----BEGIN CERTIFICATE-----[^]+?-----END CERTIFICATE-----/)[0];
const privateKey = createPrivateKey(pem.match(/-----BEGIN [A-Z ]*PRIVATE KEY-----[^]+?-----END [A-Z ]*PRIVATE KEY-----/)[0]);
const sha256 = createHash("sha256").update(new X509Certificate(certificate).raw).digest();

const confidential = (more) =>
  new msal.ConfidentialClientApplication({
    auth: { clientId: automation.app_id, authority, knownAuthorities: [host], ...more },
  });
const publicClient = (more = {}) =>
  new msal.PublicClientApplication({ auth: { clientId: tools.app_id, authority, knownAuthorities: [host], ...more } });

/** The code flow of msal-node, from its request to its redemption. */
async function codeFlow(client, person, scopes, more = {}) {
  const crypto = new msal.CryptoProvider();
  const { verifier, challenge } = await crypto.generatePkceCodes();
  const [state, nonce] = [crypto.createNewGuid(), crypto.createNewGuid()];
  const request = { scopes, redirectUri: CALLBACK, ...more };
  const url = await client.getAuthCodeUrl({
    ...request, state, nonce, codeChallenge: challenge, codeChallengeMethod: "S256",
  });
  const { params } = await visit({ url, person });
  check(params?.code, `no code: ${JSON.stringify(params)}`);
  same(params.state, state, "state");
  check(params.client_info, "no client_info with the code");
  return client.acquireTokenByCode({
    ...request, code: params.code, codeVerifier: verifier, nonce, state, clientInfo: params.client_info,
  }, { code: params.code, state: params.state, nonce, client_info: params.client_info });
}

test("msal-node: client secret, then the cache", async () => {
  const client = confidential({ clientSecret: automation.secret });
  const first = await client.acquireTokenByClientCredential({ scopes: graphDefault });
  same(claims(first.accessToken).tid, partner.id, "tid");
  check(claims(first.accessToken).roles.includes("AuditLog.Read.All"), "roles");
  const again = await client.acquireTokenByClientCredential({ scopes: graphDefault });
  same([again.fromCache, again.accessToken], [true, first.accessToken], "second call");
});

test("msal-node: a wrong secret is told with its number and correlation id", async () => {
  const client = confidential({ clientSecret: "not the secret" });
  const cause = await refusal(client.acquireTokenByClientCredential({ scopes: graphDefault }));
  same([cause.errorCode, String(cause.errorNo)], ["invalid_client", "7000215"], "error");
  check(cause.correlationId, "no correlation id");
});

test("msal-node: certificate, with and without its chain", async () => {
  for (const x5c of [undefined, certificate]) {
    const clientCertificate = { thumbprintSha256: sha256.toString("hex"), privateKey: privateKey.export({ type: "pkcs8", format: "pem" }), x5c };
    const result = await confidential({ clientCertificate }).acquireTokenByClientCredential({ scopes: graphDefault });
    same(claims(result.accessToken).appidacr ?? claims(result.accessToken).azpacr, "2", "how the client proved itself");
  }
});

test("msal-node: code and PKCE, silent from the cache and from the server", async () => {
  const client = publicClient();
  const person = user("user");
  const result = await codeFlow(client, "user", userRead);
  challenged(result.accessToken, person);
  same(result.account.username, person.upn, "account");
  const cached = await client.acquireTokenSilent({ account: result.account, scopes: userRead });
  same([cached.fromCache, cached.accessToken], [true, result.accessToken], "from the cache");
  const fresh = await client.acquireTokenSilent({ account: result.account, scopes: userRead, forceRefresh: true });
  check(!fresh.fromCache && fresh.accessToken !== result.accessToken, "the refresh gave the old token");
  challenged(fresh.accessToken, person);
  const other = await client.acquireTokenSilent({ account: result.account, scopes: [automation.scopes[0]] });
  challenged(other.accessToken, person);
});

test("msal-node: code with a confidential client, by the tenant's domain", async () => {
  const client = confidential({ clientSecret: automation.secret, authority: `${ready.base_url}/${partner.domain}` });
  const result = await codeFlow(client, "admin", userRead, { prompt: "login", loginHint: user("admin").upn });
  challenged(result.accessToken, user("admin"));
  const fresh = await client.acquireTokenSilent({ account: result.account, scopes: userRead, forceRefresh: true });
  challenged(fresh.accessToken, user("admin"));
});

test("msal-node: as a generic OpenID Connect client", async () => {
  const client = new msal.PublicClientApplication({
    auth: { clientId: tools.app_id, authority: `${authority}/v2.0`, knownAuthorities: [host] },
    system: { protocolMode: msal.ProtocolMode.OIDC },
  });
  const result = await codeFlow(client, "admin-agent", ["openid", "profile", "offline_access", ...userRead]);
  challenged(result.accessToken, user("admin-agent"));
});

test("msal-node: device code under its short name", async () => {
  let heading;
  const result = await publicClient().acquireTokenByDeviceCode({
    scopes: userRead,
    deviceCodeCallback: async ({ userCode, verificationUri, interval, message }) => {
      check(typeof interval === "number" && message.includes(userCode), "the answer to show");
      ({ heading } = await visit({ url: verificationUri, person: "helpdesk-agent", user_code: userCode }));
    },
  });
  challenged(result.accessToken, user("helpdesk-agent"));
  check(heading, "the page did not end");
});

test("msal-node: the password grant asks for interaction, with claims", async () => {
  const { upn, password } = user("user");
  const cause = await refusal(publicClient().acquireTokenByUsernamePassword({ scopes: userRead, username: upn, password }));
  check(cause instanceof msal.InteractionRequiredAuthError, `a ${cause.name}: ${cause.message}`);
  same([String(cause.errorNo), cause.subError], ["50076", "basic_action"], "error");
  check(JSON.parse(cause.claims).access_token, `claims are ${cause.claims}`);
});

test("msal-node: after revoke, the silent refresh fails with 50173", async () => {
  const { tenant } = user("customer-user");
  const client = publicClient({ authority: `${ready.base_url}/${tenant}`, clientId: app("tools", tenant).app_id });
  const result = await codeFlow(client, "customer-user", userRead);
  await visit({ url: "", person: "customer-user", revoke: true });
  const cause = await refusal(client.acquireTokenSilent({ account: result.account, scopes: userRead, forceRefresh: true }));
  same(String(cause.errorNo), "50173", cause.message);
});

// --- openid-client: the strictest reader of the standards ---

async function strict(clientId, authentication) {
  const config = await oidc.discovery(issuer, clientId, undefined, authentication);
  oidc.enableNonRepudiationChecks(config);
  return config;
}

/** The code flow with every check that openid-client has. */
async function strictFlow(config, person, browser, more = {}) {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const [expectedState, expectedNonce] = [oidc.randomState(), oidc.randomNonce()];
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK, scope: `openid profile email offline_access ${userRead[0]}`, state: expectedState,
    nonce: expectedNonce, max_age: "3600", code_challenge_method: "S256",
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier), ...more,
  });
  const arrived = await visit({ url: url.href, person, browser });
  check(arrived.url, `no answer: ${JSON.stringify(arrived).slice(0, 400)}`);
  return oidc.authorizationCodeGrant(config, new URL(arrived.url), {
    pkceCodeVerifier, expectedState, expectedNonce, maxAge: 3600, idTokenExpected: true,
  });
}

test("openid-client: the secret posted, and form-encoded in HTTP Basic", async () => {
  for (const method of [oidc.ClientSecretPost, oidc.ClientSecretBasic]) {
    const config = await strict(automation.app_id, method(automation.secret));
    const result = await oidc.clientCredentialsGrant(config, { scope: graphDefault[0] });
    same([result.token_type, typeof result.expires_in], ["bearer", "number"], method.name);
  }
});

test("openid-client: private_key_jwt to the issuer, with the certificate's thumbprint", async () => {
  const der = privateKey.export({ type: "pkcs8", format: "der" });
  for (const name of ["RSASSA-PKCS1-v1_5", "RSA-PSS"]) {
    const key = await webcrypto.subtle.importKey("pkcs8", der, { name, hash: "SHA-256" }, false, ["sign"]);
    const named = { [oidc.modifyAssertion]: (header) => { header["x5t#S256"] = sha256.toString("base64url"); } };
    const config = await strict(automation.app_id, oidc.PrivateKeyJwt(key, named));
    const result = await oidc.clientCredentialsGrant(config, { scope: graphDefault[0] });
    check(result.access_token, name);
  }
});

test("openid-client: code, iss, nonce, max_age, signatures; refresh, userinfo, sign-out", async () => {
  const config = await strict(automation.app_id, oidc.ClientSecretPost(automation.secret));
  const person = user("security-admin");
  const result = await strictFlow(config, "security-admin", "leaving");
  const told = result.claims();
  check(told.amr.includes("mfa") && typeof told.auth_time === "number", JSON.stringify(told));
  challenged(result.access_token, person);
  const info = await oidc.fetchUserInfo(config, result.access_token, told.sub);
  check(info.name, `userinfo has no name: ${JSON.stringify(info)}`);
  const fresh = await oidc.refreshTokenGrant(config, result.refresh_token);
  challenged(fresh.access_token, person);

  const silent = oidc.buildAuthorizationUrl(config, { redirect_uri: CALLBACK, scope: "openid", prompt: "none", state: "s" });
  const still = await visit({ url: silent.href, person: "security-admin", browser: "leaving" });
  check(still.params?.code, `the session is not used: ${JSON.stringify(still).slice(0, 300)}`);
  const out = oidc.buildEndSessionUrl(config, { id_token_hint: result.id_token });
  const left = await visit({ url: out.href, person: "security-admin", browser: "leaving" });
  same(left.page, "end", "the page after signing out");
  const gone = await visit({ url: silent.href, person: "security-admin", browser: "leaving" });
  same([gone.params.error, gone.params.state], ["login_required", "s"], "after signing out");
  const afterwards = await oidc.refreshTokenGrant(config, result.refresh_token);
  check(afterwards.access_token, "signing out ends the session, not the grant");
});

test("openid-client: signing out without a hint asks first", async () => {
  const config = await strict(tools.app_id, oidc.None());
  await strictFlow(config, "admin-agent", "asked");
  const out = oidc.buildEndSessionUrl(config, {}).href;
  const silent = oidc.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK, scope: "openid", prompt: "none", state: "s", code_challenge_method: "S256",
    code_challenge: await oidc.calculatePKCECodeChallenge(oidc.randomPKCECodeVerifier()),
  }).href;
  await visit({ url: out, press: "no", browser: "asked" });
  check((await visit({ url: silent, browser: "asked" })).params?.code, "he chose to stay");
  await visit({ url: out, press: "yes", browser: "asked" });
  same((await visit({ url: silent, browser: "asked" })).params?.error, "login_required", "he chose to leave");
});

test("openid-client: device code under its registered name", async () => {
  const config = await strict(tools.app_id, oidc.None());
  const waiting = await oidc.initiateDeviceAuthorization(config, { scope: `openid offline_access ${userRead[0]}` });
  await visit({ url: waiting.verification_uri, person: "user", user_code: waiting.user_code });
  challenged((await oidc.pollDeviceAuthorizationGrant(config, waiting)).access_token, user("user"));
});

await runAll();
