// Slack's Bolt for Node, with `fetch` for Azure: faster to start than Microsoft's client. With PORT it serves HTTP instead
// of Lambda's events.

import bolt from "@slack/bolt";

const { AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, AZURE_TENANT_ID, BENCH_AZURE, BENCH_SCOPE, BENCH_WORKSPACE, PORT, SLACK_SIGNING_SECRET } =
  process.env;
const settings = { signingSecret: SLACK_SIGNING_SECRET, logLevel: bolt.LogLevel.ERROR };
const receiver = PORT
  ? new bolt.HTTPReceiver({ ...settings, endpoints: ["/hooks/slack"] })
  : new bolt.AwsLambdaReceiver(settings);
const app = new bolt.App({
  receiver,
  logLevel: bolt.LogLevel.ERROR,
  // Else each start asks Slack who the bot is.
  authorize: async () => ({ botToken: "xoxb-any", botId: "B0", botUserId: "U0" }),
});

let token;
let tokenEnds = 0;

async function arm(method, path) {
  if (Date.now() / 1000 > tokenEnds) {
    const body = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: AZURE_CLIENT_ID,
      client_secret: AZURE_CLIENT_SECRET,
      scope: BENCH_SCOPE,
    });
    const answer = await fetch(`${BENCH_AZURE}/${AZURE_TENANT_ID}/oauth2/v2.0/token`, { method: "POST", body });
    const got = await answer.json();
    token = got.access_token;
    tokenEnds = Date.now() / 1000 + got.expires_in - 300;
  }
  return fetch(`${BENCH_AZURE}${BENCH_WORKSPACE}/computes/${path}?api-version=2024-10-01`, {
    method,
    headers: { authorization: `Bearer ${token}` },
  });
}

app.command("/ci", async ({ ack, command }) => {
  const [verb, name] = command.text.split(" ");
  if (verb === "ping") return ack("Here.");
  if (verb !== "stop") return ack("I know stop NAME.");
  const seen = await (await arm("GET", name)).json();
  if (["Stopped", "Stopping"].includes(seen.properties.properties.state)) return ack(`${name} is stopped already.`);
  const stopped = await arm("POST", `${name}/stop`);
  await ack(stopped.ok ? `${name}: asked Azure to stop it.` : `Azure refuses: ${stopped.status}`);
});

if (PORT) {
  await app.start(Number(PORT));
  console.log(`http://127.0.0.1:${PORT}`);
} else {
  const root = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation`;
  const handle = await receiver.start();
  for (;;) {
    const event = await fetch(`${root}/next`);
    const answer = await handle(await event.json(), {}, () => {});
    const number = event.headers.get("lambda-runtime-aws-request-id");
    await (await fetch(`${root}/${number}/response`, { method: "POST", body: JSON.stringify(answer) })).text();
  }
}
