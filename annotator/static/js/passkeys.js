/* A passkey belongs to a name: browsers refuse one on a bare address such as 127.0.0.1, where localhost would do.
   The button shows only where it can work; allauth's own script does the talking. */
const bare = /^[\d.]+$|^\[/.test(location.hostname);
if (window.PublicKeyCredential && !bare) {
  for (const button of document.querySelectorAll("[data-passkey]")) button.hidden = false;
}
