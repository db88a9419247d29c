// The demo's page. It shows messages in Block Kit as Slack does, and Azure as the emulator reports it. All text is
// inserted as text, never as HTML. The program behind this page signs the requests and sends them to Lamplighter.

const isPortuguese = location.pathname.startsWith("/pt");
const PORTUGUESE = {
  "Lamplighter demo": "Lamplighter: demonstração",
  "A real Lamplighter. Slack and Azure are simulated on this machine, and every request is signed.":
    "Um Lamplighter de verdade. O Slack e o Azure são simulados nesta máquina, e toda requisição é assinada.",
  "Language": "Idioma",
  "a channel in the simulated Slack": "um canal do Slack simulado",
  "Messages": "Mensagens",
  "Ada may do everything in this workspace; Bob may only look. Type a command as one of them, or press one below.":
    "Ada pode fazer tudo neste workspace; Bob só pode consultar. Digite um comando como um dos dois, ou escolha um abaixo.",
  "Type as": "Digitar como",
  "Command, behind /ci": "Comando, depois de /ci",
  "Send": "Enviar",
  "Commands to try": "Comandos para experimentar",
  "list": "listar",
  "stop myci": "parar myci",
  "stop mcyi": "parar mcyi",
  "stop all": "parar todas",
  "start myci": "iniciar myci",
  "keep myci for 2h": "manter myci por 2h",
  "delete stopped-ci": "excluir stopped-ci",
  "stop myci in 1h": "parar myci em 1h",
  "help": "ajuda",
  "Or send:": "Ou envie:",
  "a budget alert": "um alerta de orçamento",
  "the nightly stop": "a parada noturna",
  "a forged request": "uma requisição forjada",
  "Instances in Azure": "Instâncias no Azure",
  "Let an hour pass": "Avançar uma hora",
  "Instance": "Instância",
  "State": "Estado",
  "Per hour": "Por hora",
  "Running now": "Rodando agora",
  "A lamp burns while its instance is running.": "A lâmpada fica acesa enquanto a instância está rodando.",
  "Lisbon": "Lisboa",
  "Calls to Azure": "Chamadas ao Azure",
  "Time": "Hora",
  "Method": "Método",
  "What": "O quê",
  "Status": "Status",
  "The demo has ended. To start it again, type lamplighter demo --web, and open the address that it prints.":
    "A demonstração terminou. Para recomeçar, digite lamplighter demo --web e abra o endereço que ele mostrar.",
  "Lamplighter could not be asked: {}": "Não foi possível falar com o Lamplighter: {}",
  "Running": "rodando", "Stopped": "parada", "Running a job": "executando um job", "Starting": "iniciando",
  "Stopping": "parando", "Restarting": "reiniciando", "Deleting": "excluindo", "Creating": "criando",
  "{} in all, newest first": "{} ao todo, as mais novas primeiro",
  "only {} sees this": "só {} vê isto",
  "to the channel": "para o canal",
  "to #ml-ops": "para #ml-ops",
  "to response_url, {} s later": "pelo response_url, {} s depois",
  "HTTP {} after {} ms": "HTTP {} em {} ms",
  "{} presses [{}]": "{} aperta [{}]",
  "signs with a wrong secret": "assina com um segredo errado",
  "Refused: HTTP {}, with an empty body. The signature does not match, so Lamplighter read nothing of the request.":
    "Recusada: HTTP {}, com o corpo vazio. A assinatura não confere, por isso o Lamplighter não leu nada da requisição.",
  "Azure Monitor sends an alert with a token from Entra: a budget has passed 80%":
    "O Azure Monitor envia um alerta com um token do Entra: um orçamento passou de 80%",
  "The timer nightly sends its signed request: stop all": "O agendamento nightly envia sua requisição assinada: stop all",
  "An hour passes. The timer due sends its signed request": "Passa uma hora. O agendamento due envia sua requisição assinada",
};
const PEOPLE = { U0ADA: "Ada", U0BOB: "Bob", U0DAN: "Dan", U0CLEO: "Cleo" };
const OWNERS = { bb: "Ada", bc: "Dan", bd: "Cleo" }; // by the end of their ids in Entra
const POLL_MS = 400;

/** The words in the page's language, with values in place of `{}`. */
function t(words, ...values) {
  return values.reduce((text, value) => text.replace("{}", () => value), (isPortuguese && PORTUGUESE[words]) || words);
}

const $ = (id) => document.getElementById(id);

/** An element: `el("p.quiet", {}, "text")`. Strings become text. */
function el(name, attributes, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function button(name, label, onPress) {
  const element = el(name, { type: "button" }, label);
  element.addEventListener("click", onPress);
  return element;
}

function lamp(isLit) {
  const [svg, use] = ["svg", "use"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  svg.setAttribute("class", isLit ? "lamp lit" : "lamp");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", "#lantern");
  svg.append(use);
  return svg;
}

const zone = { timeZone: "Europe/Lisbon" }; // of docs/demo.toml: as in the replies
const clock = (at, options) => new Date(at).toLocaleTimeString(isPortuguese ? "pt-BR" : "en-GB", { ...zone, ...options });
const money = (amount) =>
  amount.toLocaleString(isPortuguese ? "pt-BR" : "en-US", { style: "currency", currency: "USD" });
const seconds = (ms) => (ms / 1000).toLocaleString(isPortuguese ? "pt-BR" : "en-US", { maximumFractionDigits: 1 });

/* Block Kit */

const unescaped = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

/** Text with the states' dots as coloured ones: some fonts have plain ones. */
const plain = (text) =>
  unescaped(text).split(/([🟢🟡🔴⚪])/u).map((part, n) => (n % 2 ? el("span.dot", {}, part) : part));

/** Slack's mrkdwn as nodes: https://docs.slack.dev/messaging/formatting-message-text. */
function mrkdwn(text) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(/`([^`\n]+)`|\*([^*\n]+)\*|<([^>\n]+)>/g)) {
    nodes.push(...plain(text.slice(end, found.index)));
    const [whole, code, bold, reference] = found;
    if (code) nodes.push(el("code", {}, unescaped(code)));
    else if (bold) nodes.push(el("strong", {}, ...mrkdwn(bold)));
    else nodes.push(referred(reference));
    end = found.index + whole.length;
  }
  return [...nodes, ...plain(text.slice(end))];
}

/** What stands between `<` and `>`: a person, a date, a link. */
function referred(reference) {
  const [target, shown = target] = reference.split("|").map(unescaped);
  if (target.startsWith("@")) return el("span.mention", {}, `@${PEOPLE[target.slice(1)] ?? target.slice(1)}`);
  if (/^https?:\/\//.test(target)) return el("a", { href: target, target: "_blank", rel: "noreferrer" }, shown);
  return shown;
}

function blocks(message, onPress) {
  const kinds = {
    section: (block) => el("p.text", {}, ...mrkdwn(block.text.text)),
    actions: (block) => el("div.actions", {}, ...block.elements.map((element) =>
      button(element.style === "danger" ? "button.danger" : "button", element.text.text, () => onPress(element)))),
  };
  return (message.blocks ?? []).map((block) => kinds[block.type]?.(block) ?? "");
}

/* The chat */

const tab = Math.random().toString(36).slice(2, 8);
let count = 0;
/** The messages of Lamplighter, by the place where answers to them arrive. */
const threads = new Map();

const speaker = () => document.querySelector("input[name=who]:checked").value;

/** Adds a line to the chat. */
function add(node) {
  $("log").append(node);
  $("log").scrollTop = $("log").scrollHeight;
  return node;
}

const event = (...words) => add(el("p.event", {}, ...words));

function said(name, how, ...body) {
  const face = name === "Lamplighter" ? lamp(true) : name[0];
  return add(el("article.message", { tabindex: "-1" },
    el(`span.face.${name.toLowerCase()}`, { "aria-hidden": "true" }, face),
    el("div", {}, el("p.head", {}, el("strong", {}, name), " ", el("span.quiet", {}, how)), ...body)));
}

/** Shows a message of Lamplighter: a new one, or in place of the last of its thread. */
function hear(message, how, thread) {
  const press = (element) => pressed(element, thread);
  const old = message.replace_original && threads.get(thread.place)?.article;
  const article = said("Lamplighter", how, ...blocks(message, press));
  if (old) {
    const hadFocus = old.contains(document.activeElement);
    old.replaceWith(article);
    if (hadFocus) article.focus();
  }
  threads.set(thread.place, { ...thread, article });
}

const audience = (message, who) =>
  message.response_type === "in_channel" || !who ? t("to the channel") : t("only {} sees this", who);

/** Asks the program behind this page to do something, and returns what came of it. */
async function ask(what, body = {}) {
  try {
    const response = await fetch(what, { method: "POST", body: JSON.stringify(body) });
    if (response.ok) return await response.json();
    event(t("Lamplighter could not be asked: {}", await response.text()));
  } catch {
    // The demo has ended, and `poll` says so.
  }
  return null;
}

async function type(text) {
  const thread = { place: `${tab}-${++count}`, who: speaker() };
  said(thread.who, "", el("p.text", {}, el("code", {}, `/ci ${text}`)));
  threads.set(thread.place, thread);
  const answer = await ask("types", { who: thread.who, text, place: thread.place });
  if (!answer) return;
  const { status, ms, answer: message } = answer;
  thread.began = answer.at;
  const how = [t("HTTP {} after {} ms", status, ms), audience(message ?? {}, thread.who)].join(" · ");
  if (message?.blocks) hear(message, how, { ...thread, ephemeral: message.response_type !== "in_channel" });
  else event(t("HTTP {} after {} ms", status, ms));
}

/** A button of Lamplighter's, pressed by whom it was shown to. */
async function pressed(element, thread) {
  const who = thread.ephemeral ? thread.who : speaker();
  event(t("{} presses [{}]", who, element.text.text));
  const answer = await ask("presses", { who, value: element.value, ephemeral: thread.ephemeral, place: thread.place });
  threads.set(thread.place, { ...threads.get(thread.place), began: answer?.at, presser: who });
}

const machines = {
  budget: "Azure Monitor sends an alert with a token from Entra: a budget has passed 80%",
  nightly: "The timer nightly sends its signed request: stop all",
  hour: "An hour passes. The timer due sends its signed request",
};

async function forge() {
  const text = t("start myci");
  said("Mallory", t("signs with a wrong secret"), el("p.text", {}, el("code", {}, `/ci ${text}`)));
  const answer = await ask("forges", { text });
  if (!answer) return;
  const words = "Refused: HTTP {}, with an empty body. The signature does not match, so Lamplighter read nothing of the request.";
  event(answer.answer === null ? t(words, answer.status) : JSON.stringify(answer)).classList.add("refused");
}

async function machine(what) {
  const line = event(t(machines[what]));
  const answer = await ask(what);
  if (answer) line.append(" · ", t("HTTP {} after {} ms", answer.status, answer.ms));
}

/** A message that came later: to a `response_url`, or to the channel's webhook. */
function arrived({ path, body, at }) {
  const place = path.split("/").pop();
  const thread = threads.get(place);
  if (place === "ops") hear(body, t("to #ml-ops"), { place: `${tab}-${++count}`, ephemeral: false });
  else if (thread) {
    const late = t("to response_url, {} s later", seconds(Date.parse(at) - Date.parse(thread.began)));
    const ephemeral = body.replace_original ? thread.ephemeral : body.response_type !== "in_channel";
    const who = thread.presser ?? thread.who;
    hear(body, `${late} · ${ephemeral ? t("only {} sees this", who) : t("to the channel")}`, { ...thread, who, ephemeral });
  }
}

/* Azure */

/** Replaces the rows of a table's body if they have changed, so that nothing moves without need. */
function rows(id, data, row) {
  const key = JSON.stringify(data);
  if ($(id).dataset.shown === key) return;
  $(id).dataset.shown = key;
  $(id).replaceChildren(...data.map(row));
}

const isRunning = ({ state }) => state === "Running" || state === "JobRunning";

function instanceRow(one) {
  const state = { JobRunning: "Running a job", null: "Creating" }[one.state] ?? one.state;
  const isChanging = one.operation !== null;
  const size = one.size.replace(/^STANDARD_/, "");
  return el("tr", { "data-instance": one.instance, "data-state": one.state ?? "" },
    el("th", { scope: "row" }, el("div", {}, lamp(isRunning(one)), el("span", {}, one.instance,
      el("small", {}, [size, OWNERS[one.owner?.slice(-2)]].filter(Boolean).join(" · "))))),
    el("td", {}, el(isChanging ? "span.state.changing" : isRunning(one) ? "span.state.on" : "span.state", {}, t(state))),
    el(isRunning(one) ? "td.number" : "td.number.quiet", {}, money(one.price)));
}

function callRow(call) {
  const path = call.path.replace(/^.*\/(workspaces|Microsoft.MachineLearningServices)\//i, "").replace(/^\/[^/]+\/oauth2\//, "Entra: ");
  return el(call.method === "GET" || call.operation === "token" ? "tr" : "tr.acts", {},
    el("td", {}, clock(call.at)), el("td", {}, call.method), el("td.path", { title: call.path }, path),
    el("td.number", {}, `${call.status ?? ""}`));
}

function show(state) {
  const seen = state.instances.filter((one) => one.workspace === "ml-research");
  $("now").textContent = `${clock(state.now)} ${t("Lisbon")}`;
  rows("list", seen, instanceRow);
  $("sum").textContent = money(seen.filter(isRunning).reduce((sum, one) => sum + one.price, 0));
  $("made").textContent = t("{} in all, newest first", state.made);
  rows("calls", state.calls, callRow);
}

let heard = "";

async function poll() {
  try {
    const state = await (await fetch(`state?since=${heard}`)).json();
    heard = state.heard;
    show(state);
    state.messages.forEach(arrived);
    $("ended").textContent = "";
  } catch {
    const ended = t("The demo has ended. To start it again, type lamplighter demo --web, and open the address that it prints.");
    if ($("ended").textContent !== ended) $("ended").textContent = ended;
  }
  setTimeout(poll, POLL_MS);
}

/* The page */

document.documentElement.lang = isPortuguese ? "pt-BR" : "en";
document.title = t(document.title);
document.querySelectorAll("[data-t]").forEach((element) => (element.textContent = t(element.textContent)));
document.querySelectorAll("[data-t-label]").forEach((element) =>
  element.setAttribute("aria-label", t(element.getAttribute("aria-label"))));
document.querySelector(`nav [lang=${document.documentElement.lang}]`).setAttribute("aria-current", "page");
$("text").placeholder = t($("text").placeholder);
$("composer").addEventListener("submit", (submission) => {
  submission.preventDefault();
  const text = $("text").value.trim();
  $("text").value = "";
  if (text) type(text);
});
document.querySelectorAll("[data-say]").forEach((chip) => chip.addEventListener("click", () => type(chip.textContent)));
for (const chip of document.querySelectorAll("[data-do]")) {
  chip.addEventListener("click", () => (chip.dataset.do === "forges" ? forge() : machine(chip.dataset.do)));
}
poll();
