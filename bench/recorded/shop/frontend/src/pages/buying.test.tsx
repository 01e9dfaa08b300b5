import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor, within } from "@testing-library/react";
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

function teapotInCart(quantity = 2) {
  const product = api.add("products", { name: "Teapot", price: 1250, stock: 5 });
  return { product, line: api.add("cart_lines", { product: product.id, quantity, customer: 1 }) };
}

describe("Cart", () => {
  it("asks to sign in", async () => {
    open("/cart");
    const note = await screen.findByText(/when you are signed in/);
    expect(within(note.closest("section")!).getByRole("link", { name: "Sign in" })).toHaveAttribute("href", "/sign-in");
  });

  it("says that it is empty", async () => {
    api.signIn({});
    open("/cart");
    expect(await screen.findByText("Your cart is empty.")).toBeVisible();
  });

  it("shows what is in it, and what it costs", async () => {
    api.signIn({});
    teapotInCart();
    open("/cart");
    expect(await screen.findByText("Teapot", { selector: "td" })).toBeVisible();
    expect(screen.getByText("Total €25.00")).toBeVisible();
  });

  it("changes a quantity", async () => {
    api.signIn({});
    const { product, line } = teapotInCart();
    const user = open("/cart");
    const control = await screen.findByRole("spinbutton", { name: "Quantity of Teapot" });
    await user.clear(control);
    await user.type(control, "3");
    await user.tab();
    expect(await screen.findByText("Total €37.50")).toBeVisible();
    expect(api.seen).toEqual([{ method: "PUT", path: `/cart_lines/${line.id}`, body: { product: product.id, quantity: 3 } }]);
  });

  it("takes a product out", async () => {
    api.signIn({});
    const { line } = teapotInCart();
    const user = open("/cart");
    await user.click(await screen.findByRole("button", { name: "Remove Teapot" }));
    expect(await screen.findByText("Your cart is empty.")).toBeVisible();
    expect(api.seen).toEqual([{ method: "DELETE", path: `/cart_lines/${line.id}`, body: undefined }]);
  });

  it("says that a change was refused", async () => {
    api.signIn({});
    teapotInCart();
    api.refusal = { status: 500, detail: "It cannot be done at the moment." };
    const user = open("/cart");
    await user.click(await screen.findByRole("button", { name: "Remove Teapot" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("cannot be done");
  });

  it("checks out, and shows the order", async () => {
    api.signIn({});
    teapotInCart();
    const user = open("/cart");
    await user.type(await screen.findByLabelText(/^Address( \*)?$/), "1 Harbor Street");
    await user.click(screen.getByRole("button", { name: "Check out" }));
    expect(await screen.findByRole("heading", { level: 1, name: "Orders" })).toBeVisible();
    expect(await screen.findByText("1 Harbor Street", { selector: "td" })).toBeVisible();
    expect(api.seen).toEqual([{ method: "POST", path: "/checkout", body: { address: "1 Harbor Street" } }]);
  });

  it("says what is short, and what is missing", async () => {
    api.signIn({});
    teapotInCart();
    api.refusal = { status: 409, detail: "There is not enough of Teapot: 1 in stock." };
    const user = open("/cart");
    await user.click(await screen.findByRole("button", { name: "Check out" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("not enough of Teapot");
    api.refusal = { status: 422, detail: "Some fields are not acceptable.", errors: [{ field: "address", message: "is required" }] };
    await user.click(screen.getByRole("button", { name: "Check out" }));
    await waitFor(() => expect(screen.getByLabelText(/^Address( \*)?$/)).toHaveAccessibleDescription("Address is required"));
  });

  it("says so when the API does not answer", async () => {
    api.signIn({});
    api.down = true;
    open("/cart");
    expect(await screen.findByRole("alert")).toHaveTextContent("does not answer");
  });
});

describe("Orders", () => {
  const lines = [{ product: 1, name: "Teapot", quantity: 2, price: 1250 }];
  const order = { address: "1 Harbor Street", customer: 1, total: 2500, status: "placed", lines };

  it("says that there is none", async () => {
    api.signIn({});
    open("/orders");
    expect(await screen.findByText("No orders yet.")).toBeVisible();
  });

  it("shows what was ordered, and lets no customer ship it", async () => {
    api.signIn({});
    api.add("orders", order);
    open("/orders");
    const record = within((await screen.findByText("1 Harbor Street", { selector: "td" })).closest("tr")!);
    expect(await record.findByText("2 × Teapot")).toBeVisible();
    expect(record.getByText("€25.00")).toBeVisible();
    expect(record.getByText("Placed")).toBeVisible();
    expect(screen.queryByRole("button", { name: /^Ship/ })).not.toBeInTheDocument();
  });

  it("is shipped by the admin", async () => {
    api.signIn({ role: "admin" });
    const stored = api.add("orders", order);
    const user = open("/orders");
    await user.click(await screen.findByRole("button", { name: "Ship 1 Harbor Street" }));
    expect(await screen.findByText("Shipped")).toBeVisible();
    expect(api.seen).toEqual([{ method: "POST", path: `/orders/${stored.id}/ship`, body: undefined }]);
    expect(screen.queryByRole("button", { name: /^Ship/ })).not.toBeInTheDocument();
  });

  it("says why an order is not shipped", async () => {
    api.signIn({ role: "admin" });
    api.add("orders", order);
    api.refusal = { status: 409, detail: "This order was shipped already." };
    const user = open("/orders");
    await user.click(await screen.findByRole("button", { name: "Ship 1 Harbor Street" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("shipped already");
  });

  it("says so when the API does not answer", async () => {
    api.signIn({});
    api.down = true;
    open("/orders");
    expect(await screen.findByRole("alert")).toHaveTextContent("does not answer");
  });
});

describe("Sales", () => {
  it("shows the admin what was sold", async () => {
    api.signIn({ role: "admin" });
    api.add("sales", { product: 7, name: "Teapot", sold: 4, revenue: 6500 });
    open("/sales");
    const record = within((await screen.findByText("Teapot", { selector: "td" })).closest("tr")!);
    expect(record.getByText("4")).toBeVisible();
    expect(record.getByText("€65.00")).toBeVisible();
    expect(screen.getByRole("img", { name: "Revenue by product" })).toBeVisible();
  });

  it("says that nothing was sold", async () => {
    api.signIn({ role: "admin" });
    open("/sales");
    expect(await screen.findByText("Nothing was sold yet.")).toBeVisible();
  });

  it("says so when the API does not answer", async () => {
    api.signIn({ role: "admin" });
    api.down = true;
    open("/sales");
    expect(await screen.findByRole("alert")).toHaveTextContent("does not answer");
  });

  it("is the admin's alone", async () => {
    api.signIn({});
    open("/sales");
    expect(await screen.findByText("This is for the admin only.")).toBeVisible();
  });
});
