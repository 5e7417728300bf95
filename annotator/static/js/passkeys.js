/* A passkey's button shows only where the browser can use one; allauth's own script does the talking. */
if (window.PublicKeyCredential) {
  for (const button of document.querySelectorAll("[data-passkey]")) button.hidden = false;
}
