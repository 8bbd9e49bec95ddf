/** What reads are compared with: Express and pg, one indexed select a request, and JSON. Started with the database's address and a port. */
import express from 'express';
import { Pool } from 'pg';

const [url, port] = process.argv.slice(2);
const pool = new Pool({ connectionString: url, max: 24 });
const app = express();

app.get('/grants', async (_request, response) => {
  const { rows } = await pool.query(
    `select id, reference, stage, on_hold, final, pot, party, owner, round_id, asked_pence, awarded_pence, created_at, submitted_at, next_due_at
     from bare_grant order by created_at desc, id desc limit 50`,
  );
  response.json({ items: rows });
});
app.get('/grants/:id', async (request, response) => {
  const { rows } = await pool.query('select body from bare_detail where id = $1', [request.params.id]);
  response.json(rows[0].body);
});
app.get('/grants/:id/timeline', async (request, response) => {
  const { rows } = await pool.query('select body from bare_event where grant_id = $1 order by sequence desc limit 50', [
    request.params.id,
  ]);
  response.json({ items: rows.map(({ body }) => body) });
});
app.listen(Number(port), '127.0.0.1');
