import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { MemoryRouter } from "react-router";
import { App } from "../App";
import { FakeApi } from "../test/fakeApi";

const sample = {"product": 1, "quantity": 7, "reason": "amber reason"};
const display = "amber reason";
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
      <MemoryRouter initialEntries={["/stock-moves"]}>
        <App />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

describe("Stock moves", () => {
  it("says that there is nothing yet", async () => {
    open();
    expect(await screen.findByText("No stock moves yet.")).toBeVisible();
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Stock moves");
  });

  it("shows what the API holds", async () => {
    api.add("stock_moves", sample);
    open();
    expect(await screen.findByText(display, { selector: "td" })).toBeVisible();
  });

  it("creates a stock move", async () => {
    api.add("products", {"description": "dune description", "name": "dune name", "price": 5});
    const user = open();
    await user.click(await screen.findByRole("button", { name: "New stock move" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByLabelText(/^Reason( \*)?$/), "amber reason");
    await user.selectOptions(dialog.getByLabelText(/^Product( \*)?$/), await within(dialog.getByLabelText(/^Product( \*)?$/)).findByRole("option", { name: "dune name" }));
    await user.type(dialog.getByLabelText(/^Quantity( \*)?$/), "7");
    await user.click(dialog.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(display, { selector: "td" })).toBeVisible();
    const path = "/stock_moves";
    expect(api.seen).toEqual([
      { method: "POST", path, body: expect.objectContaining({ reason: display }) },
    ]);
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  });

  it("shows the API's objection beside the field", async () => {
    api.refusal = {
      status: 422,
      detail: "Some fields are not acceptable.",
      errors: [{ field: "reason", message: "is required" }],
    };
    const user = open();
    await user.click(await screen.findByRole("button", { name: "New stock move" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.click(dialog.getByRole("button", { name: "Save" }));
    const control = dialog.getByLabelText(/^Reason( \*)?$/);
    await waitFor(() => expect(control).toHaveAccessibleDescription("Reason is required"));
    expect(control).toBeInvalid();
  });

  it("searches", async () => {
    api.add("stock_moves", sample);
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

  it("is the admin's alone", async () => {
    api.signIn({ role: "customer" });
    api.add("stock_moves", sample);
    open();
    expect(await screen.findByText("This is for the admin only.")).toBeVisible();
    expect(screen.queryByText(display)).not.toBeInTheDocument();
  });
});
