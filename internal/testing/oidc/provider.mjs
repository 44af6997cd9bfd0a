// An OpenID provider in which nobody types a password: POST /control says who
// signs in next and what goes wrong. The client's addresses come as JSON in argv.
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const client = JSON.parse(process.argv[2]);
const control = { account: "", claims: {}, deny: false, down: false, alg: "RS256" };
let issuer, provider, generation = 0;

const configuration = () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwk = { ...privateKey.export({ format: "jwk" }), kid: `key-${++generation}`, use: "sig", alg: "RS256" };
  return {
    jwks: { keys: [jwk] },
    clients: [{ ...client, id_token_signed_response_alg: control.alg }],
    cookies: { keys: ["only for tests"] },
    claims: { openid: ["sub"], profile: ["employeeid"], email: ["email", "email_verified"] },
    conformIdTokenClaims: false, // the claims stand in the ID token, as at Entra ID and Keycloak
    ttl: { IdToken: 60, AccessToken: 60, AuthorizationCode: 60, Grant: 600, Interaction: 600, Session: 600 },
    enabledJWA: { idTokenSigningAlgValues: ["RS256", "HS256"] },
    pkce: { required: () => true },
    fetch: (url, options) => globalThis.fetch(url, { ...options, dispatcher: undefined }), // also to this machine
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: (ctx, form) => { ctx.body = form; } },
    },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...control.claims[id] }) }),
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ clientId: client.client_id, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope("openid profile email");
      await grant.save();
      return grant;
    },
  };
};

const renew = () => {
  provider = new Provider(issuer, configuration());
  provider.on("server_error", (_, error) => console.error(error));
  provider.on("backchannel.error", (_, error) => console.error(error));
};

const body = async (request) => {
  let text = "";
  for await (const part of request) text += part;
  return JSON.parse(text);
};

const server = createServer(async (request, response) => {
  try {
    if (request.url === "/control") {
      const change = await body(request);
      Object.assign(control, change);
      if (change.renew || change.alg) renew();
      return response.end("{}");
    }
    if (control.down) return request.socket.destroy();
    if (request.url.startsWith("/interaction/")) {
      return await provider.interactionFinished(request, response,
        control.deny ? { error: "access_denied" } : { login: { accountId: control.account } });
    }
    return provider.callback()(request, response);
  } catch (error) {
    console.error(error);
    response.statusCode = 500;
    return response.end();
  }
});
server.listen(0, "127.0.0.1", () => {
  issuer = `http://127.0.0.1:${server.address().port}`;
  renew();
  console.log(`issuer ${issuer}`);
});
process.stdin.resume().on("end", () => process.exit(0)); // with the test
