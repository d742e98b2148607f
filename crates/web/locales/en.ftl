# Texts of the sign-in pages. Every key is in every language; a test keeps it so.

## Everywhere

product = Countersign
footer = Secured by Countersign
demo = Demo server. Do not enter passwords you use elsewhere.
title-problem = Problem:
account-label = Account:
continue-to = to continue to { $app }
next = Next
continue = Continue
cancel = Cancel
accept = Accept
yes = Yes
no = No
verify = Verify
sign-in = Sign in
sign-out = Sign out
other-account = Use another account
try-again = Try again
close-window = You can close this window.

## User name

username-title = Sign in
username-label = User name
username-example = someone@example.com
username-problem-missing = Enter your user name.
username-problem-malformed = Enter your full user name, like someone@example.com.

## Account picker

picker-title = Choose an account
picker-signed-in = Signed in
picker-signed-out = Signed out
picker-other = Use another account

## Password

password-title = Enter your password
password-label = Password
password-forgot = I forgot my password
password-problem-missing = Enter your password.
password-problem-wrong = The user name or password is incorrect. Check both and try again.
password-problem-locked = This account is temporarily locked to prevent unauthorized use. Try again later. If it stays locked, contact your administrator.
password-problem-locked-minutes = { $minutes ->
    [one] This account is temporarily locked to prevent unauthorized use. Try again in a minute.
   *[other] This account is temporarily locked to prevent unauthorized use. Try again in { $minutes } minutes.
}
password-problem-too-many = Too many tries. Wait a moment, then try again.

## Authenticator code

code-title = Enter your code
code-lead = Open your authenticator app and enter the 6-digit code it shows for this account.
code-label = Code
code-use-recovery = Use a recovery code instead
code-problem-missing = Enter the code.
code-problem-wrong = That code is not correct. Enter the one your app shows now.
code-problem-used = That code has already been used. Wait for the next one.
code-problem-too-many = Too many wrong codes. Wait a few minutes, then try again, or contact your administrator.

## Recovery code

recovery-title = Use a recovery code
recovery-lead = Enter one of the codes you saved when you set up your authenticator app. Each code works once.
recovery-label = Recovery code
recovery-use-app = Use the authenticator app instead
recovery-problem-missing = Enter a recovery code.
recovery-problem-wrong = That recovery code is not correct. Check it and try again.
recovery-problem-used = That recovery code has already been used. Enter another one.

## Registering an authenticator app

register-title = Set up an authenticator app
register-reason-partner = Your organization must verify everyone with a second factor at every sign-in. Set up an authenticator app to continue.
register-reason-policy = Your organization requires a second factor for this sign-in. Set up an authenticator app to continue.
register-reason-announced = { $days ->
    [0] Your organization requires a second factor. Today is the last day you can put this off.
    [one] Your organization will require a second factor soon. You can put this off for 1 more day.
   *[other] Your organization will require a second factor soon. You can put this off for { $days } more days.
}
register-reason-own-wish = An authenticator app gives you a new code every 30 seconds, even when your phone is offline.
register-app = Get an authenticator app
register-app-about = Any app that supports time-based codes (TOTP) will do. If your phone already has one, use that.
register-key = Add your account
register-key-scan = In the app, choose to add an account and scan this code.
register-key-type = Can’t scan it? Enter these details in the app instead.
register-key-only-type = In the app, choose to add an account, then enter these details.
register-qr = QR code that adds this account to an authenticator app
register-account = Account
register-secret = Key
register-prove = Enter the code from the app
register-prove-about = The app now shows a 6-digit code for this account.
register-done = Finish setup
register-later = Not now

## Recovery codes

codes-title = Save your recovery codes
codes-lead = If you lose your phone, one of these codes gets you back in. Print them or store them in a password manager.
codes-once = Each code works once. You will not see these codes again after you leave this page.
codes-saved = I saved my codes

## New password

change-title = Change your password
change-reason-own-wish = Choose a new password for this account.
change-reason-temporary = You signed in with a temporary password. Choose one that only you know.
change-reason-expired = Your password has expired. Choose a new one to continue.
change-reason-compromised = Someone else may know your password. Choose a new one to protect your account.
change-current = Current password
change-new = New password
change-confirm = Confirm new password
change-rule-length = At least { $length } characters; spaces are allowed
change-rule-classes = Three of these: uppercase letters, lowercase letters, digits, symbols
change-rule-common = No common passwords, and not your name or your organization’s
change-rule-phrase = A few unrelated words make a strong password
change-save = Change password
change-problem-missing = Enter a new password.
change-problem-current = The current password is not correct.
change-problem-mismatch = The two new passwords do not match. Enter them again.
change-problem-short = That password is too short. Use at least { $length } characters.
change-problem-long = That password is too long. Use at most 256 characters.
change-problem-simple = Use at least three of these: uppercase letters, lowercase letters, digits, symbols.
change-problem-common = Too many people have used that password, or it has appeared in a data leak. Choose one that is harder to guess.
change-problem-name = That password contains your name or your organization’s. Choose one that does not.
change-problem-unchanged = The new password must differ from the current one.

## Stay signed in

stay-title = Stay signed in?
stay-lead = If you stay signed in, you will be asked to sign in less often on this browser.
stay-note = Choose No on a shared or public computer.

## Consent

consent-title = Allow { $app } to use your data?
consent-publisher = Publisher
consent-publisher-unknown = Unknown
consent-host = Sends you to
consent-for-user = The app asks for these permissions for { $account }:
consent-for-tenant = The app asks for these permissions for everyone in { $tenant }:
consent-for-organization = The app asks for these permissions for everyone in your organization:
consent-organization = Consent on behalf of your organization
consent-organization-about = Nobody in your organization will be asked about this app again.
consent-note = Accept only if you trust the publisher. You or your administrator can take this consent back at any time.

## Approval by an administrator

approval-title = An administrator must approve this app
approval-lead = { $app } asks for permissions that only an administrator can grant.
approval-permissions = Permissions that need approval
approval-you = Ask your administrator to approve the app. If you are an administrator, sign in with that account.
approval-other = Sign in as administrator
approval-return = Return to the app

## Device code

device-title = Sign in to a device
device-lead = Enter the code shown by the app or on the device.
device-label = Code
device-warning = Never enter a code that someone sent or read out to you.
device-problem-missing = Enter the code.
device-problem-unknown = That code is not correct. Check the device and try again.
device-problem-expired = That code has expired. Start again on the device to get a new one.
device-problem-too-many = Too many wrong codes. Wait a few minutes, then try again.
confirm-title = Are you trying to sign in to { $app }?
confirm-lead = Continue only if you started this yourself, on a device that you have in front of you.
confirm-app = App
confirm-origin = Requested from
confirm-warning = If someone asked you to enter a code, choose Cancel. They could be trying to get into your account.
device-done-title = You are signed in
device-done-lead = { $app } on your device continues by itself.
device-cancelled-title = Sign-in cancelled
device-cancelled-lead = { $app } was not given access to your account.

## Sign-out

choose-sign-out-title = Which account do you want to sign out?
choose-sign-out-lead = These accounts are signed in on this browser.
choose-sign-out-all = Sign out of all accounts
choose-sign-out-stay = Stay signed in
confirm-sign-out-title = Sign out?
confirm-sign-out-by = { $app } asks to sign you out. You will also be signed out of other apps that use this account on this browser.
confirm-sign-out-lead = You will be signed out of all apps that use this account on this browser.
signed-out-title = You are signed out
signed-out-account = { $account } is no longer signed in on this browser.
signed-out-lead = Nobody is signed in on this browser now.
signed-out-advice = On a shared computer, close all browser windows as well.

## Handing over to the app

post-title = Signing you in
post-lead-app = You are being returned to { $app }. If nothing happens, choose Continue.
post-lead = You are being returned to the app. If nothing happens, choose Continue.

## Flow ended

expired-late = This sign-in has expired
    .what = You took longer than this sign-in may last, so it was stopped to keep your account safe.
expired-done = This step is already done
    .what = You went back, reloaded the page or chose a button twice. Each step can be done only once.
expired-cookie = This browser did not return our cookie
    .what = Cookies may be turned off for this site, or the address was opened in a different browser. Allow cookies and try again.
expired-restart = Start again
expired-restart-about = Nothing was lost. Start the sign-in again.
expired-return = Return to the app you came from and sign in again.

## Busy

busy-many = Too many requests
    .what = We received many requests from your network in a short time and paused to keep accounts safe.
busy-server = We are busy right now
    .what = The server cannot handle your request at the moment. Your account and password are fine.
busy-wait = Wait a moment, then try again.
busy-wait-seconds = { $seconds ->
    [one] Wait 1 second, then try again.
   *[other] Wait { $seconds } seconds, then try again.
}

## Start page

start-title = Sign-in for your organization
start-lead = This server signs people and programs in and makes sure that a second factor is asked for. You usually get here from an app that you want to use.
start-authority = Authority for apps
start-portal = Admin center
    .about = Users, apps, policies and reports
start-security-info = Security info
    .about = Your own sign-in methods
start-device = Device sign-in
    .about = Enter the code that a device shows
start-reset = Password reset
    .about = When you forgot your password
start-metadata = Metadata
    .about = OpenID Connect discovery for developers
start-errors = Error codes
    .about = What an AADSTS code means

## Error page

error-you = What you can do
error-admin = What your administrator can do
error-details = Details
error-details-about = Include these if you contact your administrator.
error-code = Code
error-message = Message
error-app = App
error-account = Account
error-trace = Trace ID
error-correlation = Correlation ID
error-time = Time
explain-title = Look up an error code
explain-code-title = Error AADSTS{ $code }
explain-lead = Enter the number of an AADSTS code to see what it means and what helps.
explain-label = Number of the code
explain-search = Look up
explain-name = Name

## What the codes mean

problem-account-disabled = This account is disabled
    .what = An administrator has turned off sign-in for this account.
    .you = Ask your administrator to enable the account, or sign in with another one.
    .admin = Check why the account was disabled. Enable it under Users if it should work again.
problem-account-locked = This account is temporarily locked
    .what = There were too many sign-ins with a wrong password, or they came from a suspicious address.
    .you = Wait before you try again. If you did not try to sign in yourself, tell your administrator.
    .admin = Look at the sign-in log for the source of the tries. The lock ends by itself; a password reset ends it at once.
problem-account-not-here = This account does not belong here
    .what = You are signed in with an account that is not in this organization.
    .you = Sign in with an account of this organization, or ask to be invited as a guest.
    .admin = Invite the person as a guest, or check the address the app uses for your tenant.
problem-approval-needed = An administrator must approve this app
    .what = The app asks for permissions that only an administrator can grant.
    .you = Ask your administrator to approve the app.
    .admin = Review the app’s permissions under Enterprise applications and grant consent for the organization.
problem-application-unknown = The app is not available here
    .what = The app you came from, or the service it wants to use, is not set up in this organization or is switched off.
    .you = Check that you used the right link for your organization, then tell the app’s owner.
    .admin = Check the application ID and the tenant in the app’s configuration, and that the app is enabled in this tenant.
problem-blocked = You cannot access this right now
    .what = Your sign-in was successful but does not meet the conditions that your organization has set for this app.
    .you = Try from a network, device or app that your organization allows. If you think this is wrong, send the details below to your administrator.
    .admin = Find the sign-in in the sign-in log by its correlation ID. The entry names the policy that blocked it and the condition that was not met.
problem-blocked-by-risk = Access was stopped to protect the account
    .what = This sign-in or account shows signs of misuse, so it cannot go on.
    .you = Contact your administrator. Do not try again from the same device if you think someone else has your password.
    .admin = Review the user under Risky users. Confirm or dismiss the risk; a password reset with a second factor clears it.
problem-client-credential = The app could not prove its identity
    .what = The app’s secret, certificate or assertion is wrong, missing or out of date.
    .you = You cannot fix this yourself. Tell the app’s owner.
    .admin = Check the expiry and value of the app’s credentials under App registrations, and the clock of the server it runs on.
problem-consent-missing = The app has no consent yet
    .what = Neither you nor an administrator has allowed the app to use the data it asks for.
    .you = Sign in to the app again and review the permissions it asks for.
    .admin = Grant consent for the organization if everyone should be able to use the app.
problem-consent-refused = You did not give consent
    .what = You chose Cancel when the app asked for permissions, so it received nothing.
    .you = Sign in to the app again if you changed your mind.
    .admin = No action is needed. You can grant consent for the organization in advance.
problem-credentials = The user name or password is incorrect
    .what = The account could not be verified with the user name and password that were given.
    .you = Check both for typing mistakes and try again, or reset your password.
    .admin = Check that the account exists and has a password. You can reset it.
problem-device-code = The device’s code is not valid
    .what = The code is wrong or older than 15 minutes, or nobody has entered it yet.
    .you = Start the sign-in on the device again and enter the new code.
    .admin = No action is needed. Device code flow can be blocked by policy.
problem-device-required = This device does not meet the requirements
    .what = Your organization allows this app only on devices or in apps that it manages.
    .you = Sign in from a device that your organization manages, or ask your administrator how to register this one.
    .admin = Check the device’s compliance, and the grant controls of the policy named in the sign-in log.
problem-grant-expired = Sign in again
    .what = The app’s permission to act for you has expired, was already used or was revoked, for example after a password change.
    .you = Sign in to the app again.
    .admin = If this happens often, check the sign-in frequency in your policies and whether sessions were revoked.
problem-multifactor = A second factor is required
    .what = Your organization requires a second factor for this app, and this sign-in had none.
    .you = Sign in again in a browser and confirm with your second factor. If you have none yet, you will be asked to set one up.
    .admin = Make sure the user has registered a method. Programs need a flow that supports a second factor, or an identity of their own.
problem-no-session = You are not signed in
    .what = The app tried to sign you in without asking, but nobody is signed in on this browser.
    .you = Sign in to the app again. If it keeps happening, allow cookies for this site.
    .admin = No action is needed.
problem-not-assigned = You have no access to this app
    .what = The app is open only to people who have been assigned to it, and you are not one of them.
    .you = Ask your administrator or the app’s owner for access.
    .admin = Assign the user or one of their groups under Enterprise applications, or turn off “Assignment required”.
problem-password-rejected = The new password was not accepted
    .what = The current password was wrong, or the new one is too easy to guess.
    .you = Choose a longer password without common words or your name.
    .admin = Check the list of banned passwords if a good password is refused.
problem-password-expired = The password must be changed
    .what = The password has expired, is temporary or may be known to others.
    .you = Use a browser to sign in and choose a new password.
    .admin = Reset the password if the person cannot change it.
problem-redirect-uri = The app sent the wrong return address
    .what = The address to which the app wants you to be returned is not registered for it. You were not signed in, to keep your account safe.
    .you = You cannot fix this yourself. Tell the app’s owner and include the details.
    .admin = Add the exact redirect URI to the app under App registrations, or correct it in the app’s configuration.
problem-request = The app’s request is not valid
    .what = The app asked for something that does not exist or is not allowed, or it left something out.
    .you = You cannot fix this yourself. Tell the app’s owner and include the details.
    .admin = Compare the message below with the app’s configuration: grant type, response type, scope and tenant.
problem-server = Something went wrong on our side
    .what = The server met an unexpected error while it handled your request.
    .you = Try again in a few minutes. If it happens again, send the details to your administrator.
    .admin = Look for the trace ID in the server’s log.
problem-tenant-unknown = The organization was not found
    .what = The address does not name an organization that this server knows.
    .you = Check the link and the part of your user name after the @ sign.
    .admin = Check the tenant ID or domain in the app’s configuration, and that the domain is verified.
problem-try-later = Please try again later
    .what = The request could not be handled in time, or it was repeated too often.
    .you = Wait a minute, then try again.
    .admin = If it lasts, check the health of the server and whether one app repeats the same request.
problem-unknown = Something went wrong
    .what = The sign-in could not be completed.
    .you = Try again. If it happens again, send the code and details to your administrator.
    .admin = Look for the code and the correlation ID in the sign-in log.
