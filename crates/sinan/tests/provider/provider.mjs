// An OpenID provider for the tests: whoever `login_hint` names is signed in, whatever the client asks is granted.
// Arguments: the address to send people back to. Prints its own address when it listens.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const back = process.argv[2];
const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const client = (client_id) => ({
    client_id,
    client_secret: 'a secret of the tests alone',
    redirect_uris: [back],
    grant_types: ['authorization_code'],
    response_types: ['code'],
  });
  const provider = new Provider(issuer, {
    clients: [client('sinan'), client('late')],
    claims: { openid: ['sub', 'employee'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['of the tests'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    // The tokens of one client are over when they are given.
    ttl: { IdToken: (ctx, token, client) => (client.clientId === 'late' ? -3600 : 300) },
    interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (ctx, id) => ({
      accountId: id,
      claims: () => ({ sub: `subject-${id}`, employee: id }),
    }),
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on('request', async (request, response) => {
    if (!request.url.startsWith('/interaction/')) return answer(request, response);
    const { params } = await provider.interactionDetails(request, response);
    return provider.interactionFinished(request, response, { login: { accountId: params.login_hint } });
  });
  console.log(issuer);
});
process.stdin.on('end', () => process.exit(0)).resume();
