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
  api.signOut();
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
  return { user: userEvent.setup(), queries };
}

const submit = (name: string) => screen.getByRole("button", { name });

describe("Accounts", () => {
  it("registers, and signs out", async () => {
    const { user, queries } = open("/register");
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Create account");
    await user.type(screen.getByLabelText(/^Name( \*)?$/), "amber name");
    await user.type(screen.getByLabelText(/^Phone( \*)?$/), "+4930123456");
    await user.type(screen.getByLabelText(/^Date of birth( \*)?$/), "2024-03-10");
    await user.type(screen.getByLabelText(/^Password( \*)?$/), "amber password");
    await user.click(submit("Create account"));
    const out = await screen.findByRole("button", { name: "Sign out" });
    expect(api.seen).toEqual([
      { method: "POST", path: "/register", body: expect.objectContaining({"name": "amber name", "password": "amber password", "phone": "+4930123456"}) },
    ]);
    expect(localStorage.getItem("token")).toBe("a-token");
    await user.click(out);
    await waitFor(() => expect(screen.queryByRole("button", { name: "Sign out" })).not.toBeInTheDocument());
    expect(localStorage.getItem("token")).toBeNull();
    expect(queries.getQueryCache().getAll().filter((query) => query.state.data !== undefined && query.queryKey[0] === "me")).toEqual([]);
  });

  it("shows what is wrong beside the field", async () => {
    api.refusal = { status: 409, detail: "Taken.", errors: [{ field: "phone", message: "is already taken" }] };
    const { user } = open("/register");
    await user.click(submit("Create account"));
    const control = screen.getByLabelText(/^Phone( \*)?$/);
    await waitFor(() => expect(control).toHaveAccessibleDescription("Phone is already taken"));
    expect(control).toBeInvalid();
  });

  it("signs in", async () => {
    const { user } = open("/sign-in");
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Sign in");
    await user.type(screen.getByLabelText(/^Phone( \*)?$/), "+4930123456");
    await user.type(screen.getByLabelText(/^Password( \*)?$/), "amber password");
    await user.click(submit("Sign in"));
    expect(await screen.findByRole("button", { name: "Sign out" })).toBeVisible();
    expect(api.seen).toEqual([
      { method: "POST", path: "/login", body: { phone: "+4930123456", password: "amber password" } },
    ]);
  });

  it("says that the password is wrong", async () => {
    api.refusal = { status: 401, detail: "These do not belong together." };
    const { user } = open("/sign-in");
    await user.click(submit("Sign in"));
    expect(await screen.findByRole("alert")).toHaveTextContent("do not belong together");
    expect(screen.queryByRole("button", { name: "Sign out" })).not.toBeInTheDocument();
  });

  it("asks to sign in again when the token is no longer accepted", async () => {
    localStorage.setItem("token", "an-old-token");
    open("/slots");
    await waitFor(() => expect(localStorage.getItem("token")).toBeNull());
    await waitFor(() => expect(screen.queryByRole("button", { name: "Sign out" })).not.toBeInTheDocument());
  });
});
