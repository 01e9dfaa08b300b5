package carrier

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"shop/backend/internal/domain"
)

func TestAParcelIsAnnounced(t *testing.T) {
	var path string
	var told map[string]any
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path = r.Method + " " + r.URL.Path
		if err := json.NewDecoder(r.Body).Decode(&told); err != nil {
			t.Error(err)
		}
		w.WriteHeader(http.StatusCreated)
	}))
	defer service.Close()
	for _, url := range []string{service.URL, service.URL + "/"} {
		if err := (Client{URL: url}).Announce(t.Context(), domain.Order{ID: 7, Address: "1 Harbor Street"}); err != nil {
			t.Fatal(err)
		}
		if path != "POST /parcels" || told["order"] != 7.0 || told["address"] != "1 Harbor Street" {
			t.Errorf("told %s %v, want the order and its address", path, told)
		}
	}
}

func TestWhatTheCarrierRefusesIsAnError(t *testing.T) {
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	for _, url := range []string{service.URL, "http://127.0.0.1:1", "://"} {
		if err := (Client{URL: url}).Announce(t.Context(), domain.Order{}); !errors.Is(err, domain.ErrCarrier) {
			t.Errorf("announced at %s = %v, want ErrCarrier", url, err)
		}
	}
	service.Close()
}

func TestWithoutACarrierNobodyIsTold(t *testing.T) {
	if err := (Client{}).Announce(t.Context(), domain.Order{}); err != nil {
		t.Error(err)
	}
}
