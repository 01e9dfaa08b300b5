import { vi } from "vitest";

type Row = Record<string, unknown> & { id: number };

/** One request that the frontend sent. */
export interface Seen {
  method: string;
  path: string;
  body: unknown;
}

/** A fake API for component tests: stores rows per collection and records every request. */
export class FakeApi {
  readonly seen: Seen[] = [];
  /** The query of every list that the page asked for. */
  readonly asked: URLSearchParams[] = [];
  refusal: { status: number; detail: string; errors?: { field: string; message: string }[] } | null = null;
  down = false;
  /** What operations of the plan's own answer: "GET /my_bookings" → a body, or what makes one. */
  readonly fixed: Record<string, unknown> = {};
  /** The account whose token the page holds; null lets nobody in. */
  account: Record<string, unknown> | null = null;
  private next = 1;

  constructor(readonly rows: Record<string, Row[]> = {}) {
    vi.stubGlobal("fetch", (input: Request | string) => this.answer(input));
    this.signIn({});
  }

  /** Opens the page as an account that signed in before; without a role, as the one that may do most. */
  signIn(account: Record<string, unknown>) {
    this.account = { id: 1, ...{"date_of_birth": "2024-03-10", "name": "amber name", "phone": "+4930123456", "role": "therapist"}, ...account };
    globalThis.localStorage.setItem("token", "a-token");
  }

  signOut() {
    this.account = null;
    globalThis.localStorage.clear();
  }

  add(collection: string, values: Record<string, unknown>): Row {
    const row = { created_at: "2024-01-01T00:00:00Z", updated_at: "2024-01-01T00:00:00Z", ...values, id: 1000 + this.next++ };
    (this.rows[collection] ??= []).unshift(row);
    return row;
  }

  private async answer(input: Request | string): Promise<Response> {
    if (typeof input === "string") return json(200, { apiUrl: "http://api.test" });
    const url = new URL(input.url);
    if (url.pathname === "/me") {
      const isKnown = this.account !== null && input.headers.get("Authorization") === "Bearer a-token";
      return isKnown ? json(200, this.account) : json(401, { detail: "Sign in." });
    }
    if (this.down) throw new TypeError("fetch failed");
    const text = await input.text();
    const body: unknown = text === "" ? undefined : JSON.parse(text);
    if (input.method !== "GET") {
      this.seen.push({ method: input.method, path: url.pathname, body });
      if (this.refusal) return json(this.refusal.status, this.refusal);
    }
    return this.serve(input.method, url, body as Record<string, unknown>);
  }

  private serve(method: string, url: URL, body: Record<string, unknown>): Response {
    const parts = url.pathname.slice(0).split("/").filter(Boolean);
    const [collection = "", id] = parts;
    const fixed = this.fixed[`${method} ${url.pathname}`];
    if (fixed !== undefined) return json(200, typeof fixed === "function" ? (fixed as () => unknown)() : fixed);
    if (url.pathname === "/login" || url.pathname === "/register") {
      this.signIn(url.pathname === "/register" ? body : {});
      return json(200, { token: "a-token", account: this.account });
    }
    const rows = (this.rows[collection] ??= []);
    if (method === "POST") return json(201, this.add(collection, body));
    if (id === undefined) return this.list(rows, url);
    const index = rows.findIndex((row) => row.id === Number(id));
    const found = rows[index];
    if (!found) return json(404, { detail: "There is no such record." });
    if (method === "PUT" || method === "PATCH") rows[index] = { ...found, ...body };
    if (method !== "DELETE") return json(200, rows[index]);
    rows.splice(index, 1);
    return new Response(null, { status: 204 });
  }

  private list(rows: Row[], url: URL): Response {
    const text = url.searchParams.get("q")?.toLowerCase();
    this.asked.push(url.searchParams);
    const matching = text ? rows.filter((row) => JSON.stringify(row).toLowerCase().includes(text)) : rows;
    const offset = Number(url.searchParams.get("offset") ?? 0);
    const page = matching.slice(offset, offset + Number(url.searchParams.get("limit") ?? 20));
    return json(200, page, { "X-Total-Count": String(matching.length) });
  }
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } });
}
