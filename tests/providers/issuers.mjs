// SPDX-License-Identifier: Apache-2.0
// The other sites of the sign-in tests, all on loopback: a real OpenID provider, a small issuer that can lie, and a small OAuth 2
// provider in the shapes of Facebook and X with their peculiarities.
import crypto from 'node:crypto';
import http from 'node:http';
import net from 'node:net';

import Provider from 'oidc-provider';

export const client = { id: 'sulear-client', secret: 'secret & more+than%2Fthat' };

// A free port, taken for a moment.
export function freePort() {
	return new Promise((resolve, reject) => {
		const server = net.createServer();
		server.on('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const { port } = server.address();
			server.close(() => resolve(port));
		});
	});
}

const servers = [];

export function closeAll() {
	for (const server of servers) {
		server.closeAllConnections?.();
		server.close();
	}
}

async function listen(handler) {
	const server = http.createServer((request, response) => {
		Promise.resolve(handler(request, response)).catch(error => {
			response.statusCode = 500;
			response.end(String(error));
		});
	});
	await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
	servers.push(server);
	return `http://127.0.0.1:${server.address().port}`;
}

// A real provider; `who` is the account that signs in without being asked, `tells` puts its claims into the id_token.
export async function realIssuer(redirect, accounts, tells) {
	const state = { who: Object.keys(accounts)[0], revoked: 0 };
	let callback, provider;
	const issuer = await listen(async (request, response) => {
		if (request.url.startsWith('/interaction/'))
			return provider.interactionFinished(request, response, { login: { accountId: state.who } }, { mergeWithLastSubmission: false });
		if (request.url.startsWith('/token/revocation'))
			state.revoked++;
		return callback(request, response);
	});
	provider = new Provider(issuer, {
		clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [redirect] }],
		claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified', 'hd'] },
		conformIdTokenClaims: !tells,
		pkce: { methods: ['S256'], required: () => true },
		features: { devInteractions: { enabled: false }, revocation: { enabled: true } },
		cookies: { keys: ['only for tests'] },
		interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
		findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...accounts[id] }) }),
		async loadExistingGrant(ctx) {
			const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
			grant.addOIDCScope('openid profile email');
			await grant.save();
			return grant;
		},
	});
	callback = provider.callback();
	return Object.assign(state, { issuer });
}

const encode = value => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

// Signs a token; `algorithm` may be none, or HS256 with the public key as its secret.
export function sign(key, claims, { algorithm = 'RS256', kid = key.kid, header = {} } = {}) {
	const input = `${encode({ alg: algorithm, typ: 'JWT', ...(kid ? { kid } : {}), ...header })}.${encode(claims)}`;
	let signature = Buffer.alloc(0);
	if (algorithm === 'HS256')
		signature = crypto.createHmac('sha256', key.publicKey.export({ type: 'spki', format: 'pem' })).update(input).digest();
	else if (algorithm === 'PS256')
		signature = crypto.sign('sha256', Buffer.from(input), { key: key.privateKey, padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
	else if (algorithm === 'ES256')
		signature = crypto.sign('sha256', Buffer.from(input), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
	else if (algorithm === 'EdDSA')
		signature = crypto.sign(null, Buffer.from(input), key.privateKey);
	else if (algorithm === 'RS256')
		signature = crypto.sign('sha256', Buffer.from(input), key.privateKey);
	return `${input}.${signature.toString('base64url')}`;
}

let keys = 0;
export function newKey(algorithm = 'RS256') {
	const [type, options] = { ES256: ['ec', { namedCurve: 'P-256' }], EdDSA: ['ed25519', {}] }[algorithm] ?? ['rsa', { modulusLength: 2048 }];
	return { ...crypto.generateKeyPairSync(type, options), kid: `key ${++keys}`, algorithm };
}

async function formOf(request) {
	const chunks = [];
	for await (const chunk of request)
		chunks.push(chunk);
	return new URLSearchParams(Buffer.concat(chunks).toString());
}

function json(response, value, status = 200, headers = {}) {
	response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
	response.end(JSON.stringify(value));
}

// An issuer that does as told: fault.token(claims, key) gives the id_token, fault.answer(where, response) may answer in its
// place, fault.callback(parameters) changes what goes back.
export async function lyingIssuer() {
	const state = { fault: {}, keys: [newKey()], codes: new Map(), asked: { keys: 0, token: 0 }, tellsIssuer: false };
	state.issuer = await listen(async (request, response) => {
		const url = new URL(request.url, state.issuer);
		if (state.fault.answer?.(url.pathname, response, request))
			return;
		if (url.pathname === '/.well-known/openid-configuration') {
			json(response, { issuer: state.issuer, authorization_endpoint: `${state.issuer}/authorize`, token_endpoint: `${state.issuer}/token`,
				jwks_uri: `${state.issuer}/keys`, token_endpoint_auth_methods_supported: ['client_secret_post'],
				authorization_response_iss_parameter_supported: state.tellsIssuer, ...state.fault.description },
			200, { 'Cache-Control': 'no-store' });
		} else if (url.pathname === '/keys') {
			state.asked.keys++;
			json(response, { keys: state.keys.map(key => ({ ...key.publicKey.export({ format: 'jwk' }), kid: key.kid, use: 'sig', alg: key.algorithm })) },
				200, { 'Cache-Control': 'public, max-age=3600' });
		} else if (url.pathname === '/authorize') {
			const code = crypto.randomBytes(8).toString('hex');
			state.codes.set(code, Object.fromEntries(url.searchParams));
			const back = new URL(url.searchParams.get('redirect_uri'));
			const parameters = { code, state: url.searchParams.get('state'), ...(state.tellsIssuer ? { iss: state.issuer } : {}) };
			for (const [name, value] of Object.entries(state.fault.callback?.(parameters) ?? parameters))
				back.searchParams.set(name, value);
			response.writeHead(302, { Location: back.href });
			response.end();
		} else if (url.pathname === '/token') {
			state.asked.token++;
			const form = await formOf(request), asked = state.codes.get(form.get('code'));
			state.codes.delete(form.get('code'));
			const challenge = crypto.createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
			if (!asked || asked.code_challenge !== challenge || asked.code_challenge_method !== 'S256' || form.get('client_secret') !== client.secret)
				return json(response, { error: 'invalid_grant' }, 400);
			const now = Math.floor(Date.now() / 1000), access = 'access-token-of-the-liar';
			const claims = { iss: state.issuer, sub: state.subject ?? 'liar 1', aud: client.id, exp: now + 300, iat: now, nonce: asked.nonce,
				at_hash: crypto.createHash('sha256').update(access).digest().subarray(0, 16).toString('base64url'), ...state.claims };
			const token = state.fault.token?.(claims, state.keys[0]) ?? sign(state.keys[0], claims, { algorithm: state.keys[0].algorithm });
			json(response, { access_token: access, token_type: 'Bearer', id_token: token });
		} else {
			json(response, {}, 404);
		}
	});
	return state;
}

// Facebook and X: who signs in, what their API says, and what it saw.
export async function oauthProvider(shape) {
	const state = { who: { id: '10158012345678901', name: 'Béa Sow' }, fault: null, codes: new Map(), seen: [] };
	const denied = (response, status = 400) => shape === 'facebook'
		? json(response, { error: { message: 'no', type: 'OAuthException', code: 100, fbtrace_id: 'AbCdEf' } }, status)
		: json(response, { title: 'Unauthorized', type: 'about:blank', status, detail: 'no' }, status);
	state.address = await listen(async (request, response) => {
		const url = new URL(request.url, state.address);
		state.seen.push(`${request.method} ${url.pathname}`);
		if (url.pathname === '/authorize') {
			const back = new URL(url.searchParams.get('redirect_uri')), code = crypto.randomBytes(8).toString('hex');
			state.asked = Object.fromEntries(url.searchParams);
			state.codes.set(code, state.asked);
			const answer = state.fault === 'declined'
				? { error: 'access_denied', ...(shape === 'facebook' ? { error_reason: 'user_denied', error_code: '200' } : {}) } : { code };
			for (const [name, value] of Object.entries({ ...answer, state: url.searchParams.get('state') }))
				back.searchParams.set(name, value);
			response.writeHead(302, { Location: back.href + (shape === 'facebook' ? '#_=_' : '') });
			return response.end();
		}
		if (url.pathname.endsWith('/access_token') || url.pathname.endsWith('/oauth2/token')) {
			const form = await formOf(request), asked = state.codes.get(form.get('code'));
			state.codes.delete(form.get('code'));
			const challenge = crypto.createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
			const basic = `Basic ${Buffer.from(`${encodeURIComponent(client.id)}:${encodeURIComponent(client.secret)}`).toString('base64')}`;
			const proven = shape === 'x' ? request.headers.authorization === basic : form.get('client_secret') === client.secret;
			return asked && asked.code_challenge === challenge && proven && asked.redirect_uri === form.get('redirect_uri')
				? json(response, { access_token: 'the-access-token', token_type: 'bearer', expires_in: 7200 }) : denied(response);
		}
		if (request.headers.authorization !== 'Bearer the-access-token' && !url.pathname.endsWith('/revoke'))
			return denied(response, 401);
		if (url.pathname.endsWith('/me') && shape === 'facebook') {
			const proof = crypto.createHmac('sha256', client.secret).update('the-access-token').digest('hex');
			if (url.searchParams.get('appsecret_proof') !== proof)
				return denied(response);
			const wanted = (url.searchParams.get('fields') ?? 'id').split(',');
			return json(response, Object.fromEntries(Object.entries(state.who).filter(([name]) => wanted.includes(name))));
		}
		if (url.pathname.endsWith('/users/me'))
			return state.fault === 'limited' ? json(response, { title: 'Too Many Requests', status: 429 }, 429)
				: state.fault === 'errors' ? json(response, { errors: [{ title: 'Forbidden', detail: 'no' }] })
					: json(response, { data: { ...state.who, username: 'beasow' } });
		return json(response, {});
	});
	return state;
}
