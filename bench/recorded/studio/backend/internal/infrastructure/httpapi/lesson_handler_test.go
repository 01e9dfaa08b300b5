package httpapi_test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// newLesson is a body that must be accepted; variant 1 differs from variant 0.
func newLesson(t *testing.T, api http.Handler, variant int) map[string]any {
	t.Helper()
	return []map[string]any{
		{
			"title":  "amber title",
			"starts": "2024-03-10T09:30:00Z",
			"places": 2,
		},
		{
			"title":  "birch title",
			"starts": "2024-03-11T09:30:00Z",
			"places": 3,
		},
	}[variant]
}

func TestLessonLifecycle(t *testing.T) {
	api := newAPI(t)
	body, otherBody := newLesson(t, api, 0), newLesson(t, api, 1)
	created := create(t, api, "/lessons", body)
	other := create(t, api, "/lessons", otherBody)
	path, otherPath := itemPath("/lessons", created), itemPath("/lessons", other)
	holds(t, created, body)
	holds(t, get(t, api, path), body)

	list := getList(t, api, "/lessons")
	if len(list) != 2 || list[0]["id"] != other["id"] || list[1]["id"] != created["id"] {
		t.Fatalf("list = %v, want both, newest first", list)
	}
	holds(t, list[1], body)

	changed := maps.Clone(body)
	changed["title"] = "cobalt title"
	status, answer := call(t, api, http.MethodPut, path, changed)
	if status != http.StatusOK {
		t.Fatalf("replace = %d %v, want 200", status, answer)
	}
	changed["created_at"] = created["created_at"]
	holds(t, answer.(map[string]any), changed)
	holds(t, get(t, api, path), changed)
	holds(t, get(t, api, otherPath), otherBody)

	if status, _ := call(t, api, http.MethodDelete, path, nil); status != http.StatusNoContent {
		t.Fatalf("delete = %d, want 204", status)
	}
	for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete} {
		if status, _ := call(t, api, method, path, changed); status != http.StatusNotFound {
			t.Errorf("%s after delete = %d, want 404", method, status)
		}
	}
	holds(t, get(t, api, otherPath), otherBody)
}

func TestLessonBrokenValuesAreRefused(t *testing.T) {
	api := newAPI(t)
	body := newLesson(t, api, 0)
	created := create(t, api, "/lessons", body)
	path := itemPath("/lessons", created)
	for _, wrong := range []struct {
		name  string
		value any
		named bool
	}{
		{"title", nil, true},
		{"starts", nil, true},
		{"places", nil, true},
	} {
		name := wrong.name
		broken := maps.Clone(body)
		broken[name] = wrong.value
		if status, answer := call(t, api, http.MethodPost, "/lessons", broken); status != http.StatusUnprocessableEntity || wrong.named && !names(answer, name) {
			t.Errorf("%s: create = %d %v, want 422 and the field", name, status, answer)
		}
		if list := getList(t, api, "/lessons"); len(list) != 1 {
			t.Errorf("%s: a refused lesson was stored: %v", name, list)
		}
		if status, answer := call(t, api, http.MethodPut, path, broken); status != http.StatusUnprocessableEntity || wrong.named && !names(answer, name) {
			t.Errorf("%s: replace = %d %v, want 422 and the field", name, status, answer)
		}
		holds(t, get(t, api, path), body)
	}
}

func TestLessonLimitsAreAccepted(t *testing.T) {
	api := newAPI(t)
	for _, edge := range []struct {
		name  string
		value any
	}{
		{"title", strings.Repeat("x", 80)},
		{"places", 1},
		{"places", 50},
	} {
		body := newLesson(t, api, 0)
		body[edge.name] = edge.value
		holds(t, create(t, api, "/lessons", body), body)
	}
}

func TestLessonListIsNarrowed(t *testing.T) {
	api := newAPI(t)
	first, second := newLesson(t, api, 0), newLesson(t, api, 1)
	older := create(t, api, "/lessons", first)
	newer := create(t, api, "/lessons", second)
	for query, want := range map[string]any{
		"?limit=1":          newer["id"],
		"?limit=1&offset=1": older["id"],
		"?sort=id&limit=1":  older["id"],
		"?sort=-id&limit=1": newer["id"],
		"?q=" + url.QueryEscape(strings.ToUpper(first["title"].(string))): older["id"],
	} {
		list := getList(t, api, "/lessons"+query)
		if len(list) != 1 || list[0]["id"] != want {
			t.Errorf("GET /lessons%s = %v, want only %v", query, list, want)
		}
	}
}

func TestLessonRefusals(t *testing.T) {
	cases := []struct {
		name, method, path string
		body               any
		status             int
	}{
		{"unknown id", http.MethodGet, "/lessons/4711", nil, http.StatusNotFound},
		{"id that is no number", http.MethodGet, "/lessons/first", nil, http.StatusBadRequest},
		{"nothing required", http.MethodPost, "/lessons", map[string]any{}, http.StatusUnprocessableEntity},
		{"wrong type", http.MethodPost, "/lessons", map[string]any{"title": 7}, http.StatusUnprocessableEntity},
		{"not an object", http.MethodPost, "/lessons", "text", http.StatusBadRequest},
		{"page size", http.MethodGet, "/lessons?limit=0", nil, http.StatusBadRequest},
		{"order", http.MethodGet, "/lessons?sort=nothing", nil, http.StatusBadRequest},
		{"no such place in the list", http.MethodGet, "/lessons?offset=-1", nil, http.StatusBadRequest},
		{"method", http.MethodPatch, "/lessons", nil, http.StatusMethodNotAllowed},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if status, answer := call(t, newAPI(t), c.method, c.path, c.body); status != c.status {
				t.Errorf("%s %s = %d %v, want %d", c.method, c.path, status, answer, c.status)
			}
		})
	}
}
