// A real OpenID provider on a free port, which vouches for whoever it is told to by POST /as. Prints its port.
import { createServer } from 'node:http';

import Provider from 'oidc-provider';

const [redirectUri] = process.argv.slice(2);
let who = { email: '', verified: true, amr: [] };
let provider;

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://127.0.0.1');
  if (pathname === '/as') {
    let text = '';
    request.on('data', (piece) => {
      text += piece;
    });
    request.on('end', () => {
      who = JSON.parse(text);
      response.end();
    });
    return;
  }
  if (pathname.startsWith('/interaction/')) {
    const login = { accountId: `account of ${who.email}`, amr: who.amr };
    provider.interactionFinished(request, response, { login }).catch(() => {
      response.destroy();
    });
    return;
  }
  provider.callback()(request, response);
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [
      {
        client_id: 'grantpot',
        client_secret: 'the secret of a test',
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: who.email, email_verified: who.verified }),
    }),
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    features: { devInteractions: { enabled: false } },
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope('openid email');
      await grant.save();
      return grant;
    },
    cookies: { keys: ['the cookies of a test'] },
  });
  process.stdout.write(`${port}\n`);
});
