// A real OpenID provider (npm oidc-provider) that stands in for the national one: in the tests,
// and for a person who wants to try the sign-in. Never for production: it lets anybody in as anybody.
//
//   node provider.mjs CONFIGURATION.json
//
// The configuration names the host, the port (0: any free one), the client and the people, each
// with what is vouched for. It prints its issuer on the first line, and answers until it is ended.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const wanted = JSON.parse(readFileSync(process.argv[2], "utf8"));
const people = new Map(wanted.people.map((person) => [person.sub, person]));

const server = createServer();
server.listen(wanted.port, wanted.host, () => {
  const issuer = `http://${wanted.host}:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ ...wanted.client, response_types: ["code"], grant_types: ["authorization_code"] }],
    claims: { openid: ["sub"], profile: ["name", "personal_id"] },
    pkce: { required: () => true },
    cookies: { keys: [wanted.client.client_secret] },
    findAccount: (_context, sub) => {
      const person = people.get(sub);
      return person && { accountId: sub, claims: () => person };
    },
  });
  provider.on("server_error", (_context, error) => console.error(error));
  server.on("request", provider.callback());
  console.log(issuer);
});
