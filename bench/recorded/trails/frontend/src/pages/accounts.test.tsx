import { screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { anna, FakeApi } from "../test/fakeApi";
import { label, open } from "../test/open";

let api: FakeApi;

beforeEach(() => {
  api = new FakeApi();
});

const enter = async (user: ReturnType<typeof open>, values: Record<string, string>) => {
  for (const [name, value] of Object.entries(values)) await user.type(screen.getByLabelText(label(name)), value);
};

describe("Accounts", () => {
  it("registers, and signs out", async () => {
    const user = open("/register");
    await enter(user, { Name: "Anna", Email: anna.email, Password: "a long password" });
    await user.click(screen.getByRole("button", { name: "Create account" }));
    const out = await screen.findByRole("button", { name: "Sign out" });
    expect(api.seen).toEqual([
      { method: "POST", path: "/users", body: { user: { username: "Anna", email: anna.email, password: "a long password" } } },
    ]);
    expect(localStorage.getItem("token")).toBe(anna.token);
    await user.click(out);
    await waitFor(() => expect(screen.queryByRole("button", { name: "Sign out" })).not.toBeInTheDocument());
    expect(localStorage.getItem("token")).toBeNull();
  });

  it("signs in", async () => {
    const user = open("/sign-in");
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Sign in");
    await enter(user, { Email: anna.email, Password: "a long password" });
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByRole("button", { name: "Sign out" })).toBeVisible();
    expect(await screen.findByRole("heading", { level: 1, name: "Trails" })).toBeVisible();
    expect(api.seen[0]).toEqual({ method: "POST", path: "/users/login", body: { user: { email: anna.email, password: "a long password" } } });
  });

  it("says that the password is wrong", async () => {
    api.refusal = { status: 401, errors: { body: ["sign in with an email and a password that belong together"] } };
    const user = open("/sign-in");
    await enter(user, { Email: anna.email, Password: "another password" });
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("belong together");
    expect(screen.queryByRole("button", { name: "Sign out" })).not.toBeInTheDocument();
  });

  it("forgets a token that is no longer taken", async () => {
    localStorage.setItem("token", "an-old-token");
    open("/trails");
    await waitFor(() => expect(localStorage.getItem("token")).toBeNull());
    expect(screen.queryByRole("button", { name: "Sign out" })).not.toBeInTheDocument();
  });
});
