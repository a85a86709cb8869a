// Lets a worker solve the task of the page, then sends the form with the answer.
"use strict";

const form = document.getElementById("phep-tinh");
const worker = new Worker(form.dataset.worker);
worker.onmessage = ({ data }) => {
  form.elements.bai_giai.value = data;
  form.submit();
};
worker.postMessage(JSON.parse(form.dataset.task));
document.getElementById("dang-tinh").hidden = false;
