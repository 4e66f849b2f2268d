// Files are sent as soon as they are chosen or dropped. Without this script, the button does it.

const form = document.getElementById("bring");

if (form) {
  const files = document.getElementById("files");
  const send = () => {
    if (!files.files.length) return;
    document.getElementById("busy").textContent = "Sending… please keep this page open.";
    form.requestSubmit ? form.requestSubmit() : form.submit();
  };
  form.querySelector("button").hidden = true;
  files.addEventListener("change", send);
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    files.files = event.dataTransfer.files;
    send();
  });
}
