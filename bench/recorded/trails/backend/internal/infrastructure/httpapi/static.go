package httpapi

import (
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// withPage answers a browser that opens an address with the page, also where the API has that path.
func (h *handler) withPage(next http.Handler) http.Handler {
	page := h.page()
	if h.options.StaticDir == "" {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// A browser's cache must not take the page for the API's answer at the same address.
		w.Header().Add("Vary", "Accept")
		if r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html") {
			page.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// page serves the built frontend when there is one; unknown paths fall back to it for browsers only.
func (h *handler) page() http.Handler {
	directory := h.options.StaticDir
	if directory == "" {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			writeErrors(w, http.StatusNotFound, "body", "there is nothing at this address")
		})
	}
	files := http.FileServer(http.Dir(directory))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/config.json" {
			// Same origin: the page calls the server that it came from.
			writeJSON(w, http.StatusOK, map[string]string{"apiUrl": ""})
			return
		}
		local := filepath.Join(directory, filepath.FromSlash(path.Clean("/"+r.URL.Path)))
		info, err := os.Stat(local)
		switch {
		case err == nil && !info.IsDir(), r.URL.Path == "/":
			files.ServeHTTP(w, r)
		case strings.Contains(r.Header.Get("Accept"), "text/html"):
			http.ServeFile(w, r, filepath.Join(directory, "index.html"))
		default:
			writeErrors(w, http.StatusNotFound, "body", "there is nothing at this address")
		}
	})
}
