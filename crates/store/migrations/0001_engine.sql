-- Data keys of the tenants, wrapped by the master key. A tenant has one current key, the newest; older ones
-- still open what they sealed.
CREATE TABLE tenant_keys (
    tenant_id UUID NOT NULL,
    key_id UUID NOT NULL,
    wrapped BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, key_id)
);

-- One known value sealed under the master key: a wrong key is refused before it wraps anything.
CREATE TABLE master_key_check (
    id BIGINT NOT NULL PRIMARY KEY,
    sealed BYTEA NOT NULL
);
