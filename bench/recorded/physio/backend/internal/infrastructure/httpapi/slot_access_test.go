package httpapi_test

import (
	"net/http"
	"testing"
)

func TestSlotNeedsAnAccount(t *testing.T) {
	api := nobody(emptyAPI(t))
	for _, c := range []struct{ method, path string }{
		{"POST", "/slots"},
		{"GET", "/slots/1"},
		{"GET", "/slots"},
	} {
		if status, _ := call(t, api, c.method, c.path, map[string]any{}); status != http.StatusUnauthorized {
			t.Errorf("%s %s without a token = %d, want 401", c.method, c.path, status)
		}
	}
}

func TestSlotIsChangedByItsRolesOnly(t *testing.T) {
	api := acting(t, emptyAPI(t), "therapist")
	body := newSlot(t, api, 0)
	path := itemPath("/slots", create(t, api, "/slots", body))
	member := stranger(t, api)
	other := newSlot(t, api, 1)
	for _, c := range []struct{ method, path string }{
		{"POST", "/slots"},
	} {
		if status, _ := call(t, member, c.method, c.path, other); status != http.StatusForbidden {
			t.Errorf("%s %s by another role = %d, want 403", c.method, c.path, status)
		}
	}
	holds(t, get(t, api, path), body)
}
