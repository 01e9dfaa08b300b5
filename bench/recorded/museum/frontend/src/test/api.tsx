import { render } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { vi } from "vitest";
import { App } from "../App";
import type { Comment, Exhibit, Exhibition, Visitor } from "../api";

export interface Call {
  method: string;
  path: string;
  query: Record<string, string>;
  body: unknown;
  authorization: string | null;
}

export interface Reply {
  status: number;
  body?: unknown;
}

export function exhibition(values: Partial<Exhibition> = {}): Exhibition {
  return {
    slug: "maps-of-the-coast",
    title: "Maps of the Coast",
    description: "Drawn by hand on calfskin",
    floor: 2,
    opensOn: "2031-05-01",
    closesOn: null,
    exhibitsCount: 2,
    createdAt: "2031-01-01T10:00:00.000Z",
    ...values,
  };
}

export function exhibit(values: Partial<Exhibit> = {}): Exhibit {
  return {
    slug: "copper-compass",
    title: "Copper Compass",
    number: 31,
    body: "Its needle points north.",
    audioUrl: "https://audio.example/compass.mp3",
    durationSeconds: 125,
    status: "published",
    tagList: ["copper", "navigation"],
    exhibition: { slug: "maps-of-the-coast", title: "Maps of the Coast" },
    favorited: false,
    favoritesCount: 1,
    publishedAt: "2031-01-02T10:00:00.000Z",
    createdAt: "2031-01-01T10:00:00.000Z",
    updatedAt: "2031-01-01T10:00:00.000Z",
    ...values,
  };
}

export function comment(values: Partial<Comment> = {}): Comment {
  return { id: 1, body: "My grandfather had one.", author: { username: "ben", role: "visitor" }, createdAt: "2031-01-03T10:00:00.000Z", ...values };
}

export const ada: Visitor = { username: "ada", email: "ada@example.org", language: "en", role: "visitor", token: "token-of-ada" };
export const curator: Visitor = { username: "curator", email: "curator@example.org", language: "en", role: "curator", token: "token-of-curator" };

export interface Museum {
  exhibitions: Exhibition[];
  exhibits: Exhibit[];
  comments: Comment[];
  viewer: Visitor | null;
  calls: Call[];
  /** Answers instead of the museum if it returns something. */
  instead: (call: Call) => Reply | undefined;
  /** Whether the server does not answer at all. */
  down: boolean;
}

/** A stand-in for the API that keeps its records in memory. */
export function museum(values: Partial<Museum> = {}): Museum {
  const state: Museum = { exhibitions: [], exhibits: [], comments: [], viewer: null, calls: [], instead: () => undefined, down: false, ...values };
  if (state.viewer) globalThis.localStorage.setItem("token", state.viewer.token);
  vi.stubGlobal("fetch", async (input: Request | string) => {
    if (typeof input === "string") return Response.json({ apiUrl: "" });
    if (state.down) throw new TypeError("Failed to fetch");
    const url = new URL(input.url);
    const text = await input.text();
    const call: Call = {
      method: input.method,
      path: url.pathname.replace("/api/v1", ""),
      query: Object.fromEntries(url.searchParams),
      body: text === "" ? undefined : JSON.parse(text),
      authorization: input.headers.get("Authorization"),
    };
    state.calls.push(call);
    const reply = state.instead(call) ?? answer(state, call);
    return reply.body === undefined ? new Response(null, { status: reply.status }) : Response.json(reply.body, { status: reply.status });
  });
  return state;
}

export function sent(state: Museum, method: string, path: string): Call[] {
  return state.calls.filter((call) => call.method === method && call.path === path);
}

function page<T>(items: T[], query: Record<string, string>): T[] {
  const offset = Number(query["offset"] ?? 0);
  return items.slice(offset, offset + Number(query["limit"] ?? 20));
}

const missing: Reply = { status: 404, body: { errors: { path: ["does not exist"] } } };

function answer(state: Museum, { method, path, query, body }: Call): Reply {
  const record = (body ?? {}) as Record<string, Record<string, unknown>>;
  const [, root, slug, part, id] = path.split("/");
  if (root === "visitors") {
    const visitor = { ...ada, ...record["visitor"] };
    state.viewer = { username: visitor.username, email: visitor.email, language: visitor.language, role: "visitor", token: "token-of-ada" };
    return { status: slug === "login" ? 200 : 201, body: { visitor: state.viewer } };
  }
  if (root === "visitor") {
    if (state.viewer === null) return { status: 401, body: { errors: { credentials: ["are missing"] } } };
    if (method === "PATCH") {
      const { email, language } = { ...state.viewer, ...record["visitor"] };
      state.viewer = { ...state.viewer, email, language };
    }
    return { status: 200, body: { visitor: state.viewer } };
  }
  if (root === "exhibitions") {
    if (slug === undefined) return { status: 200, body: { exhibitions: page(state.exhibitions, query), exhibitionsCount: state.exhibitions.length } };
    const found = state.exhibitions.find((each) => each.slug === slug);
    return found ? { status: 200, body: { exhibition: found } } : missing;
  }
  if (root === "exhibits" && slug === undefined) {
    if (method === "POST") {
      const fields = record["exhibit"] as Omit<Partial<Exhibit>, "exhibition"> & { exhibition?: unknown };
      const created = exhibit({ ...fields, slug: "new-exhibit", status: "draft", exhibition: { slug: String(fields.exhibition), title: "Maps of the Coast" } });
      state.exhibits.push(created);
      return { status: 201, body: { exhibit: created } };
    }
    const found = state.exhibits.filter(
      (each) =>
        (query["tag"] === undefined || each.tagList.includes(query["tag"])) &&
        (query["exhibition"] === undefined || each.exhibition.slug === query["exhibition"]) &&
        (query["favorited"] === undefined || each.favorited),
    );
    return { status: 200, body: { exhibits: page(found, query), exhibitsCount: found.length } };
  }
  const index = state.exhibits.findIndex((each) => each.slug === slug);
  const found = state.exhibits[index];
  if (found === undefined) return missing;
  if (part === "comments") {
    if (method === "POST") {
      const created = comment({ id: 100 + state.comments.length, body: String(record["comment"]?.["body"]), author: { username: "ada", role: "visitor" } });
      state.comments.unshift(created);
      return { status: 201, body: { comment: created } };
    }
    if (method === "DELETE") {
      state.comments = state.comments.filter((each) => each.id !== Number(id));
      return { status: 204 };
    }
    return { status: 200, body: { comments: page(state.comments, query), commentsCount: state.comments.length } };
  }
  let changed = found;
  if (part === "favorite") {
    const favorited = method === "POST";
    changed = { ...found, favorited, favoritesCount: found.favoritesCount + (favorited ? 1 : -1) };
  } else if (method === "PATCH") {
    const { exhibition: place, ...fields } = record["exhibit"] as Omit<Partial<Exhibit>, "exhibition"> & { exhibition?: unknown };
    changed = { ...found, ...fields, ...(place === undefined ? {} : { exhibition: { slug: String(place), title: "Winds and Tides" } }) };
  }
  state.exhibits[index] = changed;
  return { status: 200, body: { exhibit: changed } };
}

export function open(path: string) {
  return render(
    <MemoryRouter initialEntries={[path]}>
      <App />
    </MemoryRouter>,
  );
}
