//! What a successful step leaves behind in a flow. The app applies these inside the step's transaction.

use model::flow::Progress;
use model::method::{Method, MethodKind, Proof};
use model::session::Session;
use model::user::Password;
use model::{CredentialId, Timestamp};

/// The flow continues a session: it starts from what the session proved.
pub fn continue_session(progress: &mut Progress, session: &Session) {
    progress.proofs.clone_from(&session.proofs);
    progress.authenticated_at = Some(session.authenticated_at);
    progress.fresh = false;
}

/// The primary credential was presented: a new authentication begins, and what an earlier one proved does
/// not count for it.
pub fn primary_proved(progress: &mut Progress, proof: Proof) {
    progress.authenticated_at = Some(proof.at);
    progress.proofs = vec![proof];
    progress.fresh = true;
    progress.interactive = true;
}

/// A second factor was proved.
pub fn second_factor_proved(progress: &mut Progress, proof: Proof) {
    progress.proofs.push(proof);
    progress.interactive = true;
}

/// A method was set up, and the code that proves it was typed. Its id stays in
/// [`Progress::pending_method`] until the recovery codes were seen.
pub fn method_registered(progress: &mut Progress, method: &Method, now: Timestamp) {
    let proof = Proof { kind: method.kind, credential: method.id, version: method.version, at: now };
    progress.pending_method = Some(method.id);
    second_factor_proved(progress, proof);
}

/// The user says that he saw the recovery codes.
pub fn recovery_codes_seen(progress: &mut Progress) -> Option<CredentialId> {
    progress.pending_method.take()
}

/// The password was replaced: the proof of the old one becomes one of the new one, which was just typed
/// twice. Without that the user would be asked for the password he has this moment chosen.
pub fn password_changed(progress: &mut Progress, password: &Password, now: Timestamp) {
    progress.proofs.retain(|proof| proof.kind != MethodKind::Password);
    let proof =
        Proof { kind: MethodKind::Password, credential: password.id, version: password.version, at: now };
    progress.proofs.insert(0, proof);
}
