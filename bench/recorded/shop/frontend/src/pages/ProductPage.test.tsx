import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { MemoryRouter } from "react-router";
import { App } from "../App";
import { FakeApi } from "../test/fakeApi";

const sample = {"description": "amber description", "name": "amber name", "price": 1250, "stock": 3};
const display = "amber name";
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
      <MemoryRouter initialEntries={["/products"]}>
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

describe("Products", () => {
  it("says that there is nothing yet", async () => {
    open();
    expect(await screen.findByText("No products yet.")).toBeVisible();
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Products");
  });

  it("shows what the API holds", async () => {
    api.add("products", sample);
    open();
    expect(await screen.findByText(display, { selector: "td" })).toBeVisible();
  });

  it("creates a product", async () => {
    const user = open();
    await user.click(await screen.findByRole("button", { name: "New product" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByLabelText(/^Name( \*)?$/), "amber name");
    await user.type(dialog.getByLabelText(/^Price in cents( \*)?$/), "2");
    await user.click(dialog.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(display, { selector: "td" })).toBeVisible();
    const path = "/products";
    expect(api.seen).toEqual([
      { method: "POST", path, body: expect.objectContaining({ name: display }) },
    ]);
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  });

  it("shows the API's objection beside the field", async () => {
    api.refusal = {
      status: 422,
      detail: "Some fields are not acceptable.",
      errors: [{ field: "name", message: "is required" }],
    };
    const user = open();
    await user.click(await screen.findByRole("button", { name: "New product" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.click(dialog.getByRole("button", { name: "Save" }));
    const control = dialog.getByLabelText(/^Name( \*)?$/);
    await waitFor(() => expect(control).toHaveAccessibleDescription("Name is required"));
    expect(control).toBeInvalid();
  });

  it("changes a product", async () => {
    const stored = api.add("products", sample);
    const user = open();
    const record = await row(display);
    await user.click(record.getByRole("button", { name: "Edit amber name" }));
    const dialog = within(await screen.findByRole("dialog"));
    const control = dialog.getByLabelText(/^Name( \*)?$/);
    expect(control).toHaveValue(display);
    await user.clear(control);
    await user.type(control, "birch name");
    await user.click(dialog.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("birch name", { selector: "td" })).toBeVisible();
    expect(screen.queryByText(display, { selector: "td" })).not.toBeInTheDocument();
    expect(api.seen[0]).toMatchObject({ method: "PUT", path: `/products/${stored.id}` });
  });

  it("deletes a product only when confirmed", async () => {
    const stored = api.add("products", sample);
    const user = open();
    const name = "Delete amber name";
    await user.click((await row(display)).getByRole("button", { name }));
    await user.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Cancel" }));
    expect(api.seen).toEqual([]);
    await user.click((await row(display)).getByRole("button", { name }));
    await user.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Delete" }));
    await waitFor(() => expect(screen.queryByText(display, { selector: "td" })).not.toBeInTheDocument());
    expect(api.seen).toEqual([{ method: "DELETE", path: `/products/${stored.id}`, body: undefined }]);
  });

  it("searches", async () => {
    api.add("products", sample);
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

  it("lets a customer put a product into the cart, and nothing else", async () => {
    api.signIn({ name: "Ben", role: "customer" });
    const stored = api.add("products", sample);
    const user = open();
    await user.click(await (await row(display)).findByRole("button", { name: `Add to cart ${display}` }));
    await waitFor(() =>
      expect(api.seen).toEqual([{ method: "POST", path: "/cart_lines", body: { product: stored.id, quantity: 1 } }]),
    );
    expect(await screen.findByText("amber name is in your cart.")).toBeVisible();
    for (const name of [/^New/, /^Edit/, /^Delete/]) {
      expect(screen.queryByRole("button", { name })).not.toBeInTheDocument();
    }
    for (const name of ["Sales", "Stock moves"]) {
      expect(screen.queryByRole("link", { name })).not.toBeInTheDocument();
    }
  });

  it("says why a product cannot be put into the cart", async () => {
    api.signIn({ role: "customer" });
    api.add("products", sample);
    api.refusal = { status: 409, detail: "This product is in your cart already." };
    const user = open();
    await user.click(await (await row(display)).findByRole("button", { name: `Add to cart ${display}` }));
    expect(await screen.findByRole("alert")).toHaveTextContent("in your cart already");
  });

  it("shows the products to everybody", async () => {
    localStorage.clear();
    api.add("products", sample);
    open();
    const record = await row(display);
    expect(record.getByText("€12.50")).toBeVisible();
    expect(record.getByText("3")).toBeVisible();
    expect(screen.queryByRole("button", { name: /^Add/ })).not.toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Sign in" })).toBeVisible();
  });
});
