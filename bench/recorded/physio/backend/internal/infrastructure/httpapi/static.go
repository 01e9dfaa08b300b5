package httpapi

import (
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// withPage serves the frontend to a browser that opens a URL, even if the API has the same path.
func (h *handler) withPage(next http.Handler) http.Handler {
	page := h.page()
	if h.options.StaticDir == "" {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// Without Vary, a browser's cache could use the page as the API's response at the same URL.
		w.Header().Add("Vary", "Accept")
		if r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html") {
			page.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// page serves the built frontend, if there is one; browsers get it for unknown paths too.
func (h *handler) page() http.Handler {
	directory := h.options.StaticDir
	if directory == "" {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			writeProblem(w, http.StatusNotFound, "There is nothing at this address.", nil)
		})
	}
	files := http.FileServer(http.Dir(directory))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/config.json" {
			// Same origin: the frontend calls the server that served it.
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
			writeProblem(w, http.StatusNotFound, "There is nothing at this address.", nil)
		}
	})
}
