package httpapi_test

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"
)

func newReport() map[string]any {
	return map[string]any{"text": unique("Wet in places %d"), "condition": "muddy"}
}

func TestReportLifecycle(t *testing.T) {
	api := newAPI(t)
	trail, elsewhere := create(t, api, "/api/trails", "trail", newTrail()), create(t, api, "/api/trails", "trail", newTrail())
	path, other := trailPath(trail)+"/reports", trailPath(elsewhere)+"/reports"
	body, second := newReport(), newReport()
	older, newer := create(t, api, path, "report", body), create(t, api, path, "report", second)
	holds(t, older, body)
	holds(t, older, map[string]any{"author": map[string]any{"username": get(t, api, "/api/user", "user")["username"]}})
	list := getList(t, nobody(api), path, "reports")
	if len(list) != 2 || list[0]["id"] != newer["id"] || list[1]["id"] != older["id"] {
		t.Fatalf("list = %v, want both, newest first", list)
	}
	holds(t, list[1], older)
	if list := getList(t, api, other, "reports"); len(list) != 0 {
		t.Errorf("another trail's = %v, want none", list)
	}
	item := fmt.Sprintf("/%.0f", older["id"])
	if status, _ := call(t, api, http.MethodDelete, other+item, nil); status != http.StatusNotFound {
		t.Errorf("delete below another trail = %d, want 404", status)
	}
	if status, _ := call(t, api, http.MethodDelete, path+item, nil); status != http.StatusNoContent {
		t.Errorf("delete = %d, want 204", status)
	}
	if status, _ := call(t, api, http.MethodDelete, path+item, nil); status != http.StatusNotFound {
		t.Errorf("delete again = %d, want 404", status)
	}
	if list := getList(t, api, path, "reports"); len(list) != 1 || list[0]["id"] != newer["id"] {
		t.Errorf("list = %v, want the newer", list)
	}
	third := create(t, api, path, "report", newReport())
	if third["id"] == older["id"] {
		t.Error("an id was given out twice")
	}
	if status, _ := call(t, api, http.MethodDelete, trailPath(trail), nil); status != http.StatusNoContent {
		t.Errorf("deleting a trail with reports = %d, want 204", status)
	}
}

func TestReportsAreRefused(t *testing.T) {
	api := newAPI(t)
	path := trailPath(create(t, api, "/api/trails", "trail", newTrail())) + "/reports"
	body := newReport()
	for _, wrong := range []struct {
		field string
		value any
		named bool
	}{
		{"text", nil, true}, {"text", " ", true}, {"text", strings.Repeat("x", 301), true}, {"text", 7, false},
		{"condition", nil, true}, {"condition", "icy", true},
	} {
		broken := maps.Clone(body)
		broken[wrong.field] = wrong.value
		if status, answer := call(t, api, http.MethodPost, path, in("report", broken)); status != http.StatusUnprocessableEntity || wrong.named && !names(answer, wrong.field) {
			t.Errorf("%s = %v: %d %v, want 422 and the field", wrong.field, wrong.value, status, answer)
		}
		delete(broken, wrong.field)
		if status, answer := call(t, api, http.MethodPost, path, in("report", broken)); status != http.StatusUnprocessableEntity || !names(answer, wrong.field) {
			t.Errorf("without %s: %d %v, want 422 and the field", wrong.field, status, answer)
		}
	}
	if list := getList(t, api, path, "reports"); len(list) != 0 {
		t.Errorf("list = %v, want none", list)
	}
	body["text"] = strings.Repeat("x", 300)
	holds(t, create(t, api, path, "report", body), body)
	for _, c := range []struct{ method, path string }{
		{http.MethodGet, "/api/trails/nowhere/reports"}, {http.MethodPost, "/api/trails/nowhere/reports"},
		{http.MethodDelete, "/api/trails/nowhere/reports/1"}, {http.MethodDelete, path + "/4711"}, {http.MethodDelete, path + "/first"},
	} {
		if status, answer := call(t, api, c.method, c.path, in("report", newReport())); status != http.StatusNotFound {
			t.Errorf("%s %s = %d %v, want 404", c.method, c.path, status, answer)
		}
	}
}

func TestAReportIsItsAuthorsToTakeBack(t *testing.T) {
	api := newAPI(t)
	path := trailPath(create(t, api, "/api/trails", "trail", newTrail())) + "/reports"
	item := fmt.Sprintf("%s/%.0f", path, create(t, api, path, "report", newReport())["id"])
	if status, _ := call(t, another(t, api), http.MethodDelete, item, nil); status != http.StatusForbidden {
		t.Errorf("delete by another = %d, want 403", status)
	}
	if status, _ := call(t, nobody(api), http.MethodDelete, item, nil); status != http.StatusUnauthorized {
		t.Errorf("delete by nobody = %d, want 401", status)
	}
	if status, _ := call(t, nobody(api), http.MethodPost, path, in("report", newReport())); status != http.StatusUnauthorized {
		t.Errorf("report by nobody = %d, want 401", status)
	}
	forged := newReport()
	forged["author"] = map[string]any{"username": "somebody else"}
	made := create(t, api, path, "report", forged)
	holds(t, made, map[string]any{"author": map[string]any{"username": get(t, api, "/api/user", "user")["username"]}})
	if list := getList(t, api, path, "reports"); len(list) != 2 {
		t.Errorf("list = %v, want both", list)
	}
}

func TestReportsAreShownForThirtyDays(t *testing.T) {
	now := time.Now()
	clock := func() time.Time { return now }
	api := newAPIAt(t, &clock)
	path := trailPath(create(t, api, "/api/trails", "trail", newTrail())) + "/reports"
	create(t, api, path, "report", newReport())
	now = now.Add(30*24*time.Hour - time.Second)
	if list := getList(t, api, path, "reports"); len(list) != 1 {
		t.Errorf("after almost thirty days = %v, want the report", list)
	}
	now = now.Add(2 * time.Second)
	if list := getList(t, api, path, "reports"); len(list) != 0 {
		t.Errorf("after thirty days = %v, want none", list)
	}
}
