import { vi } from "vitest";

type Row = Record<string, unknown>;

/** One request that the page made. */
export interface Seen {
  method: string;
  path: string;
  body: unknown;
}

export const anna = { username: "Anna", email: "anna@trails.example", token: "a-token" };

const trail = {
  name: "Harbor loop",
  summary: "Around the bay",
  region: "coast",
  lengthKm: 4.5,
  warning: null,
  favorited: false,
  favoritesCount: 0,
  createdAt: "2024-01-01T00:00:00Z",
  updatedAt: "2024-01-01T00:00:00Z",
  author: { username: "Anna" },
};

/** Stands in for the API in component tests: keeps trails and reports, and notes every request. */
export class FakeApi {
  readonly seen: Seen[] = [];
  readonly trails: Row[] = [];
  readonly reports: Row[] = [];
  /** How the next requests that change something are refused. */
  refusal: { status: number; errors: Record<string, string[]> } | null = null;
  /** Nothing answers but who signed in. */
  down = false;
  private isKnown = false;
  private next = 1;

  constructor() {
    vi.stubGlobal("fetch", (input: Request | string) => this.answer(input));
  }

  addTrail(values: Row = {}): Row {
    const made = { ...trail, slug: `trail-${this.next++}`, ...values };
    this.trails.unshift(made);
    return made;
  }

  addReport(values: Row = {}): Row {
    const made = { id: 1000 + this.next++, text: "Wet in places", condition: "muddy", createdAt: trail.createdAt, author: trail.author, ...values };
    this.reports.unshift(made);
    return made;
  }

  /** Lets the page come as Anna, who signed in before. */
  signIn() {
    this.isKnown = true;
    globalThis.localStorage.setItem("token", anna.token);
  }

  private async answer(input: Request | string): Promise<Response> {
    if (typeof input === "string") return json(200, { apiUrl: "http://api.test" });
    const url = new URL(input.url);
    const path = url.pathname.replace(/^\/api/, "");
    if (path === "/user") {
      const signed = this.isKnown && input.headers.get("Authorization") === `Token ${anna.token}`;
      return signed ? json(200, { user: anna }) : json(401, { errors: { body: ["Sign in."] } });
    }
    if (this.down) throw new TypeError("fetch failed");
    const text = await input.text();
    const body: unknown = text === "" ? undefined : JSON.parse(text);
    if (input.method !== "GET") {
      this.seen.push({ method: input.method, path, body });
      if (this.refusal) return json(this.refusal.status, { errors: this.refusal.errors });
    }
    return this.serve(input.method, path.split("/").filter(Boolean), url, (body ?? {}) as Record<string, Row>);
  }

  private serve(method: string, parts: string[], url: URL, body: Record<string, Row>): Response {
    const [collection, slug, part, id] = parts;
    if (collection === "users") {
      this.isKnown = true;
      return json(slug === "login" ? 200 : 201, { user: anna });
    }
    if (slug === undefined) return method === "POST" ? json(201, { trail: this.addTrail(body["trail"]) }) : this.list(url);
    const found = this.trails.find((item) => item["slug"] === slug);
    if (!found) return json(404, { errors: { body: ["There is no such trail."] } });
    if (part === "reports") return this.report(method, id, body);
    if (part === "favorite") {
      found["favorited"] = method === "POST";
      found["favoritesCount"] = Number(found["favoritesCount"]) + (method === "POST" ? 1 : -1);
    }
    if (method === "DELETE" && part === undefined) {
      this.trails.splice(this.trails.indexOf(found), 1);
      return new Response(null, { status: 204 });
    }
    return json(200, { trail: Object.assign(found, body["trail"]) });
  }

  private report(method: string, id: string | undefined, body: Record<string, Row>): Response {
    if (method === "POST") return json(201, { report: this.addReport(body["report"]) });
    if (method === "GET") return json(200, { reports: this.reports });
    this.reports.splice(this.reports.findIndex((item) => item["id"] === Number(id)), 1);
    return new Response(null, { status: 204 });
  }

  private list(url: URL): Response {
    const region = url.searchParams.get("region");
    const matching = region === null ? this.trails : this.trails.filter((item) => item["region"] === region);
    const offset = Number(url.searchParams.get("offset") ?? 0);
    const trails = matching.slice(offset, offset + Number(url.searchParams.get("limit") ?? 20));
    return json(200, { trails, trailsCount: matching.length });
  }
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
}
