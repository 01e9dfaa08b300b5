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

const label = (name: string) => screen.getByLabelText(new RegExp(`^${name}( \\*)?$`));

describe("Accounts", () => {
  it("registers, and signs out", async () => {
    const user = open("/register");
    await user.type(label("Name"), "Anna");
    await user.type(label("Email"), "anna@studio.example");
    await user.type(label("Password"), "a long password");
    await user.click(screen.getByRole("button", { name: "Create account" }));
    const out = await screen.findByRole("button", { name: "Sign out" });
    expect(api.seen).toEqual([
      { method: "POST", path: "/register", body: { name: "Anna", email: "anna@studio.example", password: "a long password" } },
    ]);
    expect(localStorage.getItem("token")).toBe("a-token");
    await user.click(out);
    await waitFor(() => expect(screen.queryByRole("button", { name: "Sign out" })).not.toBeInTheDocument());
    expect(localStorage.getItem("token")).toBeNull();
  });

  it("signs in", async () => {
    const user = open("/sign-in");
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Sign in");
    await user.type(label("Email"), "anna@studio.example");
    await user.type(label("Password"), "a long password");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByRole("button", { name: "Sign out" })).toBeVisible();
    expect(await screen.findByRole("heading", { level: 1, name: "Lessons" })).toBeVisible();
  });

  it("says that the password is wrong", async () => {
    api.refusal = { status: 401, detail: "Sign in with an email and password that belong together." };
    const user = open("/sign-in");
    await user.type(label("Email"), "anna@studio.example");
    await user.type(label("Password"), "another password");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("belong together");
    expect(screen.queryByRole("button", { name: "Sign out" })).not.toBeInTheDocument();
  });

  it("forgets a token that is no longer taken", async () => {
    localStorage.setItem("token", "an-old-token");
    open("/lessons");
    await waitFor(() => expect(localStorage.getItem("token")).toBeNull());
    expect(screen.queryByRole("button", { name: "Sign out" })).not.toBeInTheDocument();
  });
});

describe("My bookings", () => {
  it("asks to sign in", async () => {
    open("/bookings");
    const note = await screen.findByText(/when you are signed in/);
    expect(within(note.closest("section")!).getByRole("link", { name: "Sign in" })).toHaveAttribute("href", "/sign-in");
  });

  it("says that nothing is booked", async () => {
    api.signIn({});
    open("/bookings");
    expect(await screen.findByText("You have booked nothing yet.")).toBeVisible();
  });

  it("shows and cancels a booking", async () => {
    api.signIn({});
    const lesson = api.add("lessons", { title: "Morning flow", starts: "2031-03-10T08:00:00Z", places: 2, booked: 1, status: "open" });
    const booking = api.add("bookings", { guest: "Anna", lesson: lesson.id, member: 1 });
    const user = open("/bookings");
    expect(await screen.findByText("Morning flow", { selector: "td" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Cancel Morning flow" }));
    const dialog = within(await screen.findByRole("alertdialog"));
    await user.click(dialog.getByRole("button", { name: "Keep it" }));
    expect(api.seen).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Cancel Morning flow" }));
    await user.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Cancel booking" }));
    expect(await screen.findByText("You have booked nothing yet.")).toBeVisible();
    expect(api.seen).toEqual([{ method: "DELETE", path: `/bookings/${booking.id}`, body: undefined }]);
  });

  it("says so when the API does not answer", async () => {
    api.signIn({});
    api.down = true;
    open("/bookings");
    expect(await screen.findByRole("alert")).toHaveTextContent("does not answer");
  });
});
