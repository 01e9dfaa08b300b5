import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { MemoryRouter } from "react-router";
import { App } from "../App";
import { FakeApi } from "../test/fakeApi";

let api: FakeApi;

beforeEach(() => {
  api = new FakeApi();
});

function open(route: string) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={queries}>
      <MemoryRouter initialEntries={[route]}>
        <App />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

const label = (name: string) => screen.getByLabelText(new RegExp(`^${name}( \\*)?$`));

describe("Accounts", () => {
  it("registers, and signs out", async () => {
    const user = open("/register");
    await user.type(label("Name"), "Anna");
    await user.type(label("Email"), "anna@shop.example");
    await user.type(label("Password"), "a long password");
    await user.click(screen.getByRole("button", { name: "Create account" }));
    const out = await screen.findByRole("button", { name: "Sign out" });
    expect(api.seen).toEqual([
      { method: "POST", path: "/register", body: { name: "Anna", email: "anna@shop.example", password: "a long password" } },
    ]);
    expect(localStorage.getItem("token")).toBe("a-token");
    await user.click(out);
    await waitFor(() => expect(screen.queryByRole("button", { name: "Sign out" })).not.toBeInTheDocument());
    expect(localStorage.getItem("token")).toBeNull();
  });

  it("signs in", async () => {
    const user = open("/sign-in");
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Sign in");
    await user.type(label("Email"), "anna@shop.example");
    await user.type(label("Password"), "a long password");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByRole("button", { name: "Sign out" })).toBeVisible();
    expect(await screen.findByRole("heading", { level: 1, name: "Products" })).toBeVisible();
  });

  it("says that the password is wrong", async () => {
    api.refusal = { status: 401, detail: "Sign in with an email and password that belong together." };
    const user = open("/sign-in");
    await user.type(label("Email"), "anna@shop.example");
    await user.type(label("Password"), "another password");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("belong together");
    expect(screen.queryByRole("button", { name: "Sign out" })).not.toBeInTheDocument();
  });

  it("forgets a token that is no longer taken", async () => {
    localStorage.setItem("token", "an-old-token");
    open("/products");
    await waitFor(() => expect(localStorage.getItem("token")).toBeNull());
    expect(screen.queryByRole("button", { name: "Sign out" })).not.toBeInTheDocument();
  });
});
