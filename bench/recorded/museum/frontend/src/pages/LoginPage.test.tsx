import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { ada, curator, museum, open, sent } from "../test/api";

describe("log in, register and log out", () => {
  it("logs in, stays so, and logs out", async () => {
    const user = userEvent.setup();
    const state = museum();
    open("/login");
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Log in");
    expect(screen.queryByRole("button", { name: "Log out" })).not.toBeInTheDocument();
    await user.type(screen.getByLabelText("E-mail"), "ada@example.org");
    await user.type(screen.getByLabelText("Password"), "harbour-lights");
    await user.click(screen.getByRole("button", { name: "Log in" }));
    expect(await screen.findByRole("button", { name: "Log out" })).toBeInTheDocument();
    expect(sent(state, "POST", "/visitors/login").map((call) => call.body)).toEqual([{ visitor: { email: "ada@example.org", password: "harbour-lights" } }]);
    expect(localStorage.getItem("token")).toBe("token-of-ada");
    expect(screen.getByRole("link", { name: "My favourites" })).toBeInTheDocument();
    expect(screen.queryByRole("link", { name: "Curate" })).not.toBeInTheDocument();
    expect(screen.queryByRole("link", { name: "Log in" })).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Log out" }));
    expect(screen.queryByRole("button", { name: "Log out" })).not.toBeInTheDocument();
    expect(screen.queryByRole("link", { name: "My favourites" })).not.toBeInTheDocument();
    expect(localStorage.getItem("token")).toBeNull();
  });

  it("shows that the password is wrong", async () => {
    const user = userEvent.setup();
    museum({ instead: (call) => (call.path === "/visitors/login" ? { status: 401, body: { errors: { credentials: ["are not valid"] } } } : undefined) });
    open("/login");
    await user.type(screen.getByLabelText("E-mail"), "ada@example.org");
    await user.type(screen.getByLabelText("Password"), "wrong");
    await user.click(screen.getByRole("button", { name: "Log in" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("The e-mail address or the password is wrong.");
    expect(screen.queryByRole("button", { name: "Log out" })).not.toBeInTheDocument();
  });

  it("registers with all fields", async () => {
    const user = userEvent.setup();
    const state = museum();
    open("/register");
    await user.type(screen.getByLabelText("Username"), "mira_7");
    await user.type(screen.getByLabelText("E-mail"), "mira@example.com");
    await user.type(screen.getByLabelText("Password"), "harbour-lights");
    await user.selectOptions(screen.getByLabelText("Language"), "fr");
    await user.click(screen.getByRole("button", { name: "Register" }));
    expect(await screen.findByRole("button", { name: "Log out" })).toBeInTheDocument();
    expect(sent(state, "POST", "/visitors").map((call) => call.body)).toEqual([
      { visitor: { username: "mira_7", email: "mira@example.com", password: "harbour-lights", language: "fr" } },
    ]);
  });

  it("shows the API's messages at the fields, and what is wrong before sending", async () => {
    const user = userEvent.setup();
    const state = museum({ instead: (call) => (call.path === "/visitors" ? { status: 422, body: { errors: { email: ["has already been taken"] } } } : undefined) });
    open("/register");
    await user.type(screen.getByLabelText("Username"), "mi");
    await user.type(screen.getByLabelText("E-mail"), "mira@example.com");
    await user.type(screen.getByLabelText("Password"), "short");
    await user.click(screen.getByRole("button", { name: "Register" }));
    expect(await screen.findByText("must have at least 3 characters")).toBeInTheDocument();
    expect(screen.getByText("must have at least 8 characters")).toBeInTheDocument();
    expect(sent(state, "POST", "/visitors")).toHaveLength(0);
    await user.type(screen.getByLabelText("Username"), "ra");
    await user.type(screen.getByLabelText("Password"), "-no-more");
    await user.click(screen.getByRole("button", { name: "Register" }));
    expect(await screen.findByText("has already been taken")).toBeInTheDocument();
    expect(screen.getByLabelText("E-mail")).toHaveAttribute("aria-invalid", "true");
    expect(screen.getByLabelText("Username")).toHaveValue("mira");
    expect(screen.getByRole("alert")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Log out" })).not.toBeInTheDocument();
  });

  it("knows the account after a reload", async () => {
    museum({ viewer: curator });
    open("/");
    expect(screen.getByRole("button", { name: "Log out" })).toBeInTheDocument();
    expect(await screen.findByRole("link", { name: "Curate" })).toBeInTheDocument();
  });

  it("forgets a token that the API does not accept", async () => {
    const state = museum({ viewer: ada });
    state.viewer = null;
    open("/");
    expect(await screen.findByRole("link", { name: "Log in" })).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Log out" })).not.toBeInTheDocument();
  });
});
