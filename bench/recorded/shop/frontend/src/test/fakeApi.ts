import { vi } from "vitest";

type Row = Record<string, unknown> & { id: number };

/** One request that the page made. */
export interface Seen {
  method: string;
  path: string;
  body: unknown;
}

/** Stands in for the API in component tests: keeps rows per collection and notes every request. */
export class FakeApi {
  readonly seen: Seen[] = [];
  refusal: { status: number; detail: string; errors?: { field: string; message: string }[] } | null = null;
  /** Nothing answers but who signed in. */
  down = false;
  /** Whose token the page holds; null lets nobody in. */
  account: Record<string, unknown> | null = null;
  private next = 1;

  constructor(readonly rows: Record<string, Row[]> = {}) {
    vi.stubGlobal("fetch", (input: Request | string) => this.answer(input));
  }

  add(collection: string, values: Record<string, unknown>): Row {
    const row = { created_at: "2024-01-01T00:00:00Z", updated_at: "2024-01-01T00:00:00Z", ...values, id: 1000 + this.next++ };
    (this.rows[collection] ??= []).unshift(row);
    return row;
  }

  /** Lets the page come as somebody who signed in before. */
  signIn(account: Record<string, unknown>) {
    this.account = { id: 1, name: "Anna", email: "anna@shop.example", role: "customer", ...account };
    globalThis.localStorage.setItem("token", "a-token");
  }

  private async answer(input: Request | string): Promise<Response> {
    if (typeof input === "string") return json(200, { apiUrl: "http://api.test" });
    const url = new URL(input.url);
    if (url.pathname === "/me") {
      const signed = this.account !== null && input.headers.get("Authorization") === "Bearer a-token";
      return signed ? json(200, this.account) : json(401, { detail: "Sign in." });
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
    if (collection === "login" || collection === "register") {
      this.account = { id: 1, name: "Anna", role: "customer", ...body };
      return json(200, { token: "a-token", account: this.account });
    }
    if (collection === "checkout") {
      this.rows["cart_lines"] = [];
      return json(201, this.add("orders", { total: 0, status: "placed", ...body }));
    }
    const rows = (this.rows[collection] ??= []);
    const found = rows.find((row) => row.id === Number(id));
    if (found && parts[2] === "lines") return json(200, found["lines"] ?? []);
    if (found && parts[2] === "ship") {
      found["status"] = "shipped";
      return json(200, found);
    }
    if (method === "POST") return json(201, this.add(collection, body));
    if (id === undefined) return this.list(rows, url);
    if (!found) return json(404, { detail: "There is no such record." });
    const index = rows.indexOf(found);
    if (method === "PUT") rows[index] = { ...found, ...body };
    if (method !== "DELETE") return json(200, rows[index]);
    rows.splice(index, 1);
    return new Response(null, { status: 204 });
  }

  private list(rows: Row[], url: URL): Response {
    const text = url.searchParams.get("q")?.toLowerCase();
    const matching = text ? rows.filter((row) => JSON.stringify(row).toLowerCase().includes(text)) : rows;
    const offset = Number(url.searchParams.get("offset") ?? 0);
    const page = matching.slice(offset, offset + Number(url.searchParams.get("limit") ?? 20));
    return json(200, page, { "X-Total-Count": String(matching.length) });
  }
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } });
}
