import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { ada, museum, open, sent } from "../test/api";

describe("my account", () => {
  it("opens filled and sends what was changed only", async () => {
    const user = userEvent.setup();
    const state = museum({ viewer: { ...ada, language: "fr" } });
    open("/account");
    expect(await screen.findByText("ada")).toBeInTheDocument();
    expect(screen.getByLabelText("E-mail")).toHaveValue("ada@example.org");
    expect(screen.getByLabelText("Language")).toHaveValue("fr");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Your account is saved")).toBeInTheDocument();
    expect(sent(state, "PATCH", "/visitor")).toHaveLength(0);
    await user.selectOptions(screen.getByLabelText("Language"), "de");
    await user.type(screen.getByLabelText("New password"), "a-new-password-7");
    await user.dblClick(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Your account is saved")).toBeInTheDocument();
    expect(sent(state, "PATCH", "/visitor").map((call) => call.body)).toEqual([{ visitor: { language: "de", password: "a-new-password-7" } }]);
    expect(screen.getByLabelText("New password")).toHaveValue("");
    expect(screen.getByLabelText("Language")).toHaveValue("de");
  });

  it("shows a refusal at the field and keeps what was typed", async () => {
    const user = userEvent.setup();
    const state = museum({ viewer: ada, instead: (call) => (call.method === "PATCH" ? { status: 422, body: { errors: { email: ["has already been taken"] } } } : undefined) });
    open("/account");
    const field = await screen.findByLabelText("E-mail");
    await user.clear(field);
    await user.type(field, "ben@example.org");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("has already been taken")).toBeInTheDocument();
    expect(field).toHaveValue("ben@example.org");
    expect(screen.queryByText("Your account is saved")).not.toBeInTheDocument();
    expect(sent(state, "PATCH", "/visitor").map((call) => call.body)).toEqual([{ visitor: { email: "ben@example.org" } }]);
  });

  it("asks to log in", async () => {
    museum();
    open("/account");
    expect(await screen.findByText("Log in to change your account")).toBeInTheDocument();
    expect(screen.queryByLabelText("E-mail")).not.toBeInTheDocument();
  });
});
