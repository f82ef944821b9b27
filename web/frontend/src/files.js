// A file that the server would turn away is refused before it is sent: it would take the form along.

export function refuseLargeFiles() {
  document.addEventListener("change", ({ target }) => {
    if (target.type === "file" && target.dataset.largest) judge(target);
  });
}

function judge(input) {
  const inputs = [...input.form.querySelectorAll("input[type=file]")];
  const files = inputs.flatMap((one) => [...one.files]);
  const size = files.reduce((sum, file) => sum + file.size, 0);
  for (const one of inputs) one.setCustomValidity("");
  input.setCustomValidity(size > Number(input.dataset.largest) ? input.dataset.tooLarge : "");
  input.reportValidity();
}
