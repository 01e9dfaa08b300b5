"""The systems that the verdict is measured on."""

from __future__ import annotations

from bench.recorded.assembling import request_of

# Systems that a recording builds, not the offline model.
RECORDED = ("studio", "shop", "trails")
# Systems that faults are seeded in.
HOSTS = {
    "notes": "A notes app",
    "contacts": "contacts (name, email unique optional, age:int 0-150 optional, status: new|active|gone optional)",
    "library": "books (title, isbn unique optional, year:int 1000-2100 optional) and loans (book, member, due:date)",
    "todos": "a todo list with title, done and due date",
} | {name: request_of(name) for name in RECORDED}
# Sound systems beside the hosts: different fields, references, constraints and words.
SOUND = {
    "recipes": "recipes (name, minutes:int 1-600, difficulty: easy|medium|hard)",
    "plants": "plants (name, species, indoor:bool, watered_on:date)",
    "inventory": "items (sku unique, name, quantity:int min 0, price:number min 0)",
    "events": "events (title, starts:datetime, venue, capacity:int min 1)",
    "movies": "movies (title, year:int 1888-2100, rating:number 0-10, seen:bool)",
    "projects": "projects (name unique, website) and tasks (title, project, status: open|done)",
    "clinic": "owners (name, email unique) and pets (name, owner, species: cat|dog|bird, born:date)",
    "expenses": "expenses (purpose, amount:number min 0, spent_on:date, category: travel|food|other)",
    "courses": "courses (code unique, title) and students (name, email unique, course)",
    "tickets": "tickets (title, description:text, priority: low|normal|high, urgent:bool)",
    "albums": "artists (name) and albums (title, artist, released:date)",
    "vehicles": "vehicles (plate unique, make, mileage:int min 0, electric:bool)",
    "guests": "guests (name, email, attending:bool, meal: meat|fish|none)",
    "stock": "warehouses (name, city) and parts (number unique, warehouse, quantity:int min 0)",
    "notes-in-memory": "A notes app",
    "journal": "journal entries (title, body:text, written_on:date)",
    "tools": "A tool library with tools (name, price:number min 0, website) and members (name, email unique)",
}
# A few faults of one host, for `--quick` and for the tests.
QUICK = ("update is not stored", "new does nothing", "a Go test is skipped")
