import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { MemoryRouter } from "react-router";
import { App } from "../App";
import { FakeApi } from "../test/fakeApi";

const sample = {"places": 2, "booked": 1, "status": "open", "starts": "2024-03-10T09:30:00Z", "title": "amber title"};
const display = "amber title";
let api: FakeApi;

beforeEach(async () => {
  // The client keeps the address it read; a fresh fake answers for the same one.
  api = new FakeApi();
  api.signIn({ role: "admin" });
});

function open() {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={queries}>
      <MemoryRouter initialEntries={["/lessons"]}>
        <App />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

async function row(text: string) {
  const cell = await screen.findByText(text, { selector: "td" });
  return within(cell.closest("tr")!);
}

describe("Lessons", () => {
  it("says that there is nothing yet", async () => {
    open();
    expect(await screen.findByText("No lessons yet.")).toBeVisible();
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Lessons");
  });

  it("shows what the API holds", async () => {
    api.add("lessons", sample);
    open();
    expect(await screen.findByText(display, { selector: "td" })).toBeVisible();
  });

  it("creates a lesson", async () => {
    const user = open();
    await user.click(await screen.findByRole("button", { name: "New lesson" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByLabelText(/^Title( \*)?$/), "amber title");
    await user.type(dialog.getByLabelText(/^Starts( \*)?$/), "2024-03-10T09:30");
    await user.type(dialog.getByLabelText(/^Places( \*)?$/), "2");
    await user.click(dialog.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(display, { selector: "td" })).toBeVisible();
    const path = "/lessons";
    expect(api.seen).toEqual([
      { method: "POST", path, body: expect.objectContaining({ title: display }) },
    ]);
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  });

  it("shows the API's objection beside the field", async () => {
    api.refusal = {
      status: 422,
      detail: "Some fields are not acceptable.",
      errors: [{ field: "title", message: "is required" }],
    };
    const user = open();
    await user.click(await screen.findByRole("button", { name: "New lesson" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.click(dialog.getByRole("button", { name: "Save" }));
    const control = dialog.getByLabelText(/^Title( \*)?$/);
    await waitFor(() => expect(control).toHaveAccessibleDescription("Title is required"));
    expect(control).toBeInvalid();
  });

  it("changes a lesson", async () => {
    const stored = api.add("lessons", sample);
    const user = open();
    const record = await row(display);
    await user.click(record.getByRole("button", { name: "Edit amber title" }));
    const dialog = within(await screen.findByRole("dialog"));
    const control = dialog.getByLabelText(/^Title( \*)?$/);
    expect(control).toHaveValue(display);
    await user.clear(control);
    await user.type(control, "birch title");
    await user.click(dialog.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("birch title", { selector: "td" })).toBeVisible();
    expect(screen.queryByText(display, { selector: "td" })).not.toBeInTheDocument();
    expect(api.seen[0]).toMatchObject({ method: "PUT", path: `/lessons/${stored.id}` });
  });

  it("deletes a lesson only when confirmed", async () => {
    const stored = api.add("lessons", sample);
    const user = open();
    const name = "Delete amber title";
    await user.click((await row(display)).getByRole("button", { name }));
    await user.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Cancel" }));
    expect(api.seen).toEqual([]);
    await user.click((await row(display)).getByRole("button", { name }));
    await user.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Delete" }));
    await waitFor(() => expect(screen.queryByText(display, { selector: "td" })).not.toBeInTheDocument());
    expect(api.seen).toEqual([{ method: "DELETE", path: `/lessons/${stored.id}`, body: undefined }]);
  });

  it("searches", async () => {
    api.add("lessons", sample);
    const user = open();
    await screen.findByText(display, { selector: "td" });
    await user.type(screen.getByRole("searchbox", { name: "Search" }), "nothing like it");
    expect(await screen.findByText(/Nothing matches/)).toBeVisible();
  });

  it("says so when the API does not answer, and shows no rows", async () => {
    api.down = true;
    open();
    expect(await screen.findByRole("alert")).toHaveTextContent("does not answer");
    expect(screen.queryByRole("table")).not.toBeInTheDocument();
  });

  it("closes a lesson", async () => {
    const stored = api.add("lessons", sample);
    const user = open();
    await user.click(await (await row(display)).findByRole("button", { name: `Close ${display}` }));
    expect(await screen.findByText("Closed")).toBeVisible();
    expect(api.seen).toEqual([{ method: "POST", path: `/lessons/${stored.id}/close`, body: undefined }]);
    expect(screen.queryByRole("button", { name: `Close ${display}` })).not.toBeInTheDocument();
  });

  it("lets a member book, and nothing else", async () => {
    api.signIn({ name: "Ben", role: "member" });
    const stored = api.add("lessons", sample);
    const user = open();
    await user.click(await (await row(display)).findByRole("button", { name: `Book ${display}` }));
    await waitFor(() =>
      expect(api.seen).toEqual([{ method: "POST", path: "/bookings", body: { guest: "Ben", lesson: stored.id } }]),
    );
    expect(screen.getByText("1 of 2 places taken")).toBeVisible();
    for (const name of [/^New/, /^Edit/, /^Delete/, /^Close/]) {
      expect(screen.queryByRole("button", { name })).not.toBeInTheDocument();
    }
  });

  it("says why a booking is refused", async () => {
    api.signIn({ role: "member" });
    api.add("lessons", sample);
    api.refusal = { status: 409, detail: "There is no place left." };
    const user = open();
    await user.click(await (await row(display)).findByRole("button", { name: `Book ${display}` }));
    expect(await screen.findByRole("alert")).toHaveTextContent("There is no place left.");
  });

  it("shows the lessons to everybody", async () => {
    localStorage.clear();
    api.add("lessons", sample);
    open();
    expect(await screen.findByText(display, { selector: "td" })).toBeVisible();
    expect(screen.queryByRole("button", { name: /^Book/ })).not.toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Sign in" })).toBeVisible();
  });
});
