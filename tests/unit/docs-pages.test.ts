import { statSync } from 'node:fs';

import express from 'express';
import request from 'supertest';

import { createOpenApi } from '../../src/http/api/openapi';
import { doorProblems } from '../../src/http/problems';
import { createDocs } from '../../src/http/pages/docs/docs';
import { fieldsOf } from '../../src/http/pages/docs/docs-fields';
import { assetsDirectory } from '../../src/http/pages/frame/render';
import type { ApiDocument as Document } from '../../src/http/pages/docs/docs-view';
import { refusals } from '../../src/domain/refusals/refusal';
import { ApiDocument, type Part } from '../support/api-document';

const server = 'https://grants.example.org';
const document = JSON.parse(JSON.stringify(createOpenApi(server))) as Document;
const { operations } = new ApiDocument(document);
const app = express().use('/api/docs', createDocs(document));
const read = async (path: string) => (await request(app).get(`/api/docs${path}`).expect(200)).text;
const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

test('the first page leads to a page of every operation', async () => {
  const text = await read('/');
  const linked = [...text.matchAll(/href="\/api\/docs\/(\w+)"/g)].map(([, id]) => id!).filter((id) => id !== 'errors');
  expect([...new Set(linked)].toSorted()).toEqual(operations.map(({ operationId }) => operationId).toSorted());
  for (const [, anchor] of text.matchAll(/href="#([^"]+)"/g)) expect(text).toContain(`id="${anchor!}"`);
});

test.each(operations.map((operation) => [operation.operationId, operation] as const))(
  '%s: its page says its address, who may, its fields, an example, and each of its errors',
  async (id, { method, path, said }) => {
    const text = await read(`/${id}`);
    expect(text).toContain(`<b>${method.toUpperCase()}</b> /api/v1${path}`);
    expect(text).toContain(escaped(said.summary));
    for (const role of said['x-required-roles']) expect(text).toContain(role.replaceAll('_', ' '));
    const [body] = Object.values<Part>(said.requestBody?.content ?? {});
    const isForm = said.requestBody?.content['multipart/form-data'] !== undefined;
    for (const name of Object.keys(body?.schema.properties ?? {})) expect(text).toContain(`<code>${name}</code>`);
    if (body?.example !== undefined)
      for (const name of Object.keys(body.example))
        expect(text).toContain(isForm ? `-F &#39;${name}=` : `&quot;${name}&quot;`);
    for (const response of Object.values<Part>(said.responses))
      for (const code of response['x-error-codes'] ?? []) expect(text).toContain(`<tr id="${code}">`);
    expect(text).not.toMatch(/undefined|\[object Object\]|NaN/);
  },
);

test('every code has its sentence', async () => {
  const text = await read('/errors');
  for (const [code, sentence] of Object.entries(refusals)) {
    expect(text).toContain(`<tr id="${code}">`);
    expect(text).toContain(escaped(sentence));
  }
  for (const code of Object.keys(doorProblems)) expect(text).toContain(`<tr id="${code}">`);
});

test('no page runs, loads or sends anything but this server’s own style sheets', async () => {
  for (const path of ['/', '/errors', ...operations.map(({ operationId }) => `/${operationId}`)]) {
    const { text, headers } = await request(app).get(`/api/docs${path}`);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'self'; img-src data:; /);
    expect(text).not.toMatch(/<script|<iframe|<img|<form|style="|<style| on\w+="/);
    const elsewhere = [...text.matchAll(/(?:href|src)="([^"]+)"/g)]
      .map(([, to]) => to!)
      .filter((to) => !/^(?:\/|#|data:,$)/.test(to));
    expect([path, elsewhere]).toEqual([path, []]);
  }
});

test('a page and its style sheets are at most 100 KB', async () => {
  const styles = statSync(`${assetsDirectory}/docs.css`).size;
  const sizes = await Promise.all(
    ['/', '/errors', ...operations.map(({ operationId }) => `/${operationId}`)].map(async (path) => ({
      path,
      size: Buffer.byteLength(await read(path)) + styles,
    })),
  );
  expect(sizes.filter(({ size }) => size > 100_000)).toEqual([]);
});

test('an operation that is not there is no page', async () => {
  await request(app).get('/api/docs/nothing').expect(404);
  await request(app).get('/api/docs/constructor').expect(404);
});

describe('fields in words', () => {
  test('say kind, limits and place, through lists, choices and named schemas', () => {
    const named = {
      Line: {
        type: 'object',
        required: ['costPence'],
        properties: { costPence: { type: 'integer', minimum: 1, maximum: 200_000 } },
      },
    };
    const schema = {
      type: 'object',
      required: ['id'],
      properties: {
        id: { type: 'string', format: 'uuid' },
        why: { anyOf: [{ type: 'string', maxLength: 2_000 }, { type: 'null' }], description: 'Who reads it.' },
        budget: { type: 'array', items: { $ref: '#/components/schemas/Line' }, maxItems: 20 },
        kind: { enum: ['group', 'funder'] },
        version: { type: 'integer', minimum: -9_007_199_254_740_991, maximum: 9_007_199_254_740_991 },
      },
    };
    expect(fieldsOf(schema, named).map(({ name, holds, required }) => [name, holds, required])).toEqual([
      ['id', 'id (UUID)', true],
      ['why', 'text, at most 2000 characters, or null', false],
      ['budget', 'list of object, at most 20 entries', false],
      ['budget[].costPence', 'whole number, 1 to 200000', true],
      ['kind', 'one of group, funder', false],
      ['version', 'whole number', false],
    ]);
  });
});
