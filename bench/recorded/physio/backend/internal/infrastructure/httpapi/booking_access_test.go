package httpapi_test

import (
	"net/http"
	"testing"
)

func TestBookingNeedsAnAccount(t *testing.T) {
	api := nobody(emptyAPI(t))
	for _, c := range []struct{ method, path string }{
		{"GET", "/bookings/1"},
		{"GET", "/bookings"},
	} {
		if status, _ := call(t, api, c.method, c.path, map[string]any{}); status != http.StatusUnauthorized {
			t.Errorf("%s %s without a token = %d, want 401", c.method, c.path, status)
		}
	}
}
