// Copies a field with one press. Binds to button[data-copy="id of the field"]: selects the field, puts
// its value on the clipboard and says so for two seconds by data-copied. Where the clipboard is not
// there (a page without TLS), the selection is copied the old way; without scripts the field is read-only
// and can be copied by hand.

document.addEventListener("click", async (e) => {
  const button = e.target.closest("[data-copy]");
  const field = button && document.getElementById(button.dataset.copy);
  if (!field) return;
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand("copy");
  }
  const words = button.firstChild;
  const before = words.textContent;
  words.textContent = button.dataset.copied;
  setTimeout(() => (words.textContent = before), 2000);
});
