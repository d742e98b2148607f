-- The first schema. One text for SQLite and PostgreSQL.
--
-- Every table of a tenant has tenant_id as the first column of its key, so the schema can be distributed by tenant.
-- Times are microseconds since the epoch. Columns named body hold a document of crate model as JSON; what is
-- searched or changed alone has a column of its own, and that column is the truth. `log` marks tables whose rows
-- are written in key order and live in the key's own tree.

-- The server -------------------------------------------------------------------------------------------------

CREATE TABLE tenants (
    id UUID NOT NULL PRIMARY KEY,
    body TEXT NOT NULL
);

-- A domain name belongs to one tenant of the server, verified or not.
CREATE TABLE domains (
    name TEXT NOT NULL PRIMARY KEY,
    tenant_id UUID NOT NULL,
    verified BOOLEAN NOT NULL
);
CREATE INDEX domains_by_tenant ON domains (tenant_id);

-- Finds the owner of an application whose tenant is not named by the request.
CREATE TABLE application_directory (
    app_id UUID NOT NULL PRIMARY KEY,
    owner_tenant_id UUID NOT NULL,
    multi_tenant BOOLEAN NOT NULL
);
CREATE INDEX application_directory_by_owner ON application_directory (owner_tenant_id);

CREATE TABLE device_codes (
    device_hash BYTEA NOT NULL PRIMARY KEY,
    user_hash BYTEA NOT NULL UNIQUE,
    client_id UUID NOT NULL,
    authority_tenant_id UUID,
    scopes TEXT NOT NULL,
    resource TEXT,
    address TEXT,
    state TEXT NOT NULL,
    home_tenant_id UUID,
    grant_id UUID,
    sign_in_id UUID,
    expires_at BIGINT NOT NULL
);
CREATE INDEX device_codes_by_expiry ON device_codes (expires_at);

-- Signing keys and key rings; the keys themselves are sealed under the master key.
CREATE TABLE server_keys (
    kid TEXT NOT NULL PRIMARY KEY,
    algorithm TEXT NOT NULL,
    state TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    certificate BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    activates_at BIGINT NOT NULL
);

CREATE TABLE ring_keys (
    purpose TEXT NOT NULL,
    key_id BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (purpose, key_id)
);

CREATE TABLE jobs (
    name TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    leased_until BIGINT NOT NULL,
    last_run_at BIGINT
);

CREATE TABLE marks (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- Configuration ----------------------------------------------------------------------------------------------

-- Grows with every change of what the tenant's compiled configuration is made of.
CREATE TABLE config_versions (
    tenant_id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL
);

CREATE TABLE applications (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    app_id UUID NOT NULL,
    body TEXT NOT NULL,
    deleted_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX applications_by_app_id ON applications (tenant_id, app_id);

CREATE TABLE service_principals (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    app_id UUID NOT NULL,
    body TEXT NOT NULL,
    enabled BOOLEAN NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX service_principals_by_app_id ON service_principals (tenant_id, app_id);

-- The all-zero principal stands for everyone: NULLs would not be unique.
CREATE TABLE permission_grants (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    client_id UUID NOT NULL,
    principal_id UUID NOT NULL,
    resource_id UUID NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX permission_grants_by_client ON permission_grants (tenant_id, client_id, principal_id, resource_id);
CREATE INDEX permission_grants_by_resource ON permission_grants (tenant_id, resource_id);
CREATE INDEX permission_grants_by_principal ON permission_grants (tenant_id, principal_id);

CREATE TABLE app_role_assignments (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    principal_id UUID NOT NULL,
    resource_id UUID NOT NULL,
    role_id UUID NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX app_role_assignments_by_principal
    ON app_role_assignments (tenant_id, principal_id, resource_id, role_id);
CREATE INDEX app_role_assignments_by_resource ON app_role_assignments (tenant_id, resource_id);

-- The directory ----------------------------------------------------------------------------------------------

-- upn and the two folded columns are lower case, so that both engines compare them alike.
CREATE TABLE users (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    upn TEXT NOT NULL,
    folded_name TEXT NOT NULL,
    folded_mail TEXT,
    user_type TEXT NOT NULL,
    enabled BOOLEAN NOT NULL,
    body TEXT NOT NULL,
    sessions_valid_from BIGINT NOT NULL,
    deleted_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX users_by_upn ON users (tenant_id, upn) WHERE deleted_at IS NULL;
CREATE INDEX users_deleted ON users (tenant_id, deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE role_assignments (
    tenant_id UUID NOT NULL,
    principal_id UUID NOT NULL,
    role_id UUID NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, principal_id, role_id)
);
CREATE INDEX role_assignments_by_role ON role_assignments (tenant_id, role_id, principal_id);

CREATE TABLE directory_groups (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    display_name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    deleted_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

CREATE TABLE group_members (
    tenant_id UUID NOT NULL,
    group_id UUID NOT NULL,
    user_id UUID NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, group_id, user_id)
);
CREATE INDEX group_members_by_user ON group_members (tenant_id, user_id, group_id);

-- Credentials ------------------------------------------------------------------------------------------------

CREATE TABLE passwords (
    tenant_id UUID NOT NULL,
    user_id UUID NOT NULL,
    id UUID NOT NULL,
    phc TEXT NOT NULL,
    origin TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, user_id)
);

-- A deleted method leaves its row without the secret: whether an account ever had a method decides what its
-- password alone may enrol.
CREATE TABLE methods (
    tenant_id UUID NOT NULL,
    user_id UUID NOT NULL,
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    display_name TEXT NOT NULL,
    sealed_secret BYTEA,
    last_step BIGINT,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    deleted_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, user_id, id)
);

CREATE TABLE recovery_codes (
    tenant_id UUID NOT NULL,
    user_id UUID NOT NULL,
    id UUID NOT NULL,
    hash BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (tenant_id, user_id, id)
);

-- Counters of failed attempts. The key is a keyed hash of a user's id, or of a name nobody has.
CREATE TABLE lockouts (
    tenant_id UUID NOT NULL,
    name_hash BYTEA NOT NULL,
    guess TEXT NOT NULL,
    place TEXT NOT NULL,
    known BOOLEAN NOT NULL,
    failures BIGINT NOT NULL,
    locks BIGINT NOT NULL,
    locked_until BIGINT,
    recent_wrong BYTEA NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, name_hash, guess, place)
);
CREATE INDEX lockouts_by_age ON lockouts (tenant_id, known, updated_at);

CREATE TABLE familiar_networks (
    tenant_id UUID NOT NULL,
    user_id UUID NOT NULL,
    network_hash BYTEA NOT NULL,
    last_seen_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, user_id, network_hash)
);

-- What a sign-in leaves --------------------------------------------------------------------------------------

CREATE TABLE sessions (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    secret_hash BYTEA NOT NULL,
    user_id UUID NOT NULL,
    proofs TEXT NOT NULL,
    authenticated_at BIGINT NOT NULL,
    persistent BOOLEAN NOT NULL,
    last_used_at BIGINT NOT NULL,
    ended_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id)
) /* log */;
CREATE INDEX sessions_by_user ON sessions (tenant_id, user_id, id);

CREATE TABLE flows (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    user_id UUID NOT NULL,
    step TEXT NOT NULL,
    progress TEXT NOT NULL,
    sealed_secret BYTEA,
    expires_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id)
) /* log */;

CREATE TABLE grants (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    user_id UUID NOT NULL,
    client_id UUID NOT NULL,
    platform TEXT NOT NULL,
    session_id UUID,
    resource_tenant_id UUID NOT NULL,
    scopes TEXT NOT NULL,
    proofs TEXT NOT NULL,
    authenticated_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    generation BIGINT NOT NULL,
    secret_hash BYTEA NOT NULL,
    rotated_at BIGINT NOT NULL,
    revoked_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id)
) /* log */;
CREATE INDEX grants_by_user ON grants (tenant_id, user_id, id);

CREATE TABLE codes (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    secret_hash BYTEA NOT NULL,
    grant_id UUID NOT NULL,
    redirect_uri TEXT NOT NULL,
    challenge TEXT,
    nonce TEXT,
    resource_tenant_id UUID NOT NULL,
    resource TEXT,
    sign_in_id UUID NOT NULL,
    expires_at BIGINT NOT NULL,
    redeemed_at BIGINT,
    PRIMARY KEY (tenant_id, id)
) /* log */;

-- The record -------------------------------------------------------------------------------------------------
-- Entries are long, so they are kept in the order of arrival and found through the key's index: in the key's own tree
-- an entry of more than a kilobyte takes a page to itself.

CREATE TABLE sign_ins (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    at BIGINT NOT NULL,
    user_id UUID,
    user_name TEXT,
    app_id UUID NOT NULL,
    error_code BIGINT NOT NULL,
    event TEXT NOT NULL,
    correlation_id UUID NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX sign_ins_by_user ON sign_ins (tenant_id, user_id, id) WHERE user_id IS NOT NULL;

-- Entries on their way to the tenant whose resource was asked for.
CREATE TABLE outbox (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    target_tenant_id UUID NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

CREATE TABLE audits (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    at BIGINT NOT NULL,
    activity TEXT NOT NULL,
    category TEXT NOT NULL,
    actor_id UUID,
    correlation_id UUID NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

-- Requests that a limiter refused before anything was evaluated.
CREATE TABLE refused_requests (
    tenant_id UUID NOT NULL,
    minute BIGINT NOT NULL,
    network_hash BYTEA NOT NULL,
    requests BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, minute, network_hash)
) /* log */;
