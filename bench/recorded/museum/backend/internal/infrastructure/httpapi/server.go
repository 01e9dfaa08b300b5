// Package httpapi serves the API of the document, and the page.
package httpapi

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"harbour-museum-audio-guide/backend/api"
	"harbour-museum-audio-guide/backend/internal/application"
	"harbour-museum-audio-guide/backend/internal/domain"
)

// base is the path of the document's server.
const base = "/api/v1"

// Options of the server.
type Options struct {
	CORSOrigins []string
	StaticDir   string
}

// Server answers requests.
type Server struct {
	service *application.Service
	options Options
	mux     *http.ServeMux
}

// endpoint answers a request of an account, or of nobody in particular (nil).
type endpoint func(w http.ResponseWriter, r *http.Request, viewer *domain.Visitor) error

// New makes the handler of all requests.
func New(service *application.Service, options Options) http.Handler {
	s := &Server{service: service, options: options, mux: http.NewServeMux()}
	s.routes()
	return logged(recovered(s))
}

func (s *Server) routes() {
	paths := map[string][]string{}
	handle := func(method, path string, answer endpoint) {
		paths[path] = append(paths[path], method)
		s.mux.HandleFunc(method+" "+path, func(w http.ResponseWriter, r *http.Request) {
			viewer, err := s.viewer(r)
			if err == nil {
				err = answer(w, r, viewer)
			}
			if err != nil && !(errors.Is(err, context.Canceled) && r.Context().Err() != nil) {
				writeError(w, r, err)
			}
		})
	}
	handle("POST", base+"/visitors", s.registerVisitor)
	handle("POST", base+"/visitors/login", s.login)
	handle("GET", base+"/visitor", account(s.getCurrentVisitor))
	handle("PATCH", base+"/visitor", account(s.updateCurrentVisitor))
	handle("GET", base+"/exhibitions", s.listExhibitions)
	handle("POST", base+"/exhibitions", curator(s.createExhibition))
	handle("GET", base+"/exhibitions/{slug}", s.getExhibition)
	handle("GET", base+"/exhibits", s.listExhibits)
	handle("POST", base+"/exhibits", curator(s.createExhibit))
	handle("GET", base+"/exhibits/{slug}", s.getExhibit)
	handle("PATCH", base+"/exhibits/{slug}", curator(s.updateExhibit))
	handle("POST", base+"/exhibits/{slug}/favorite", account(s.mark(true)))
	handle("DELETE", base+"/exhibits/{slug}/favorite", account(s.mark(false)))
	handle("GET", base+"/exhibits/{slug}/comments", s.listComments)
	handle("POST", base+"/exhibits/{slug}/comments", account(s.createComment))
	handle("DELETE", base+"/exhibits/{slug}/comments/{id}", account(s.deleteComment))
	handle("GET", "/healthz", s.health)
	handle("GET", "/openapi.yaml", document)
	if s.options.StaticDir != "" {
		handle("GET", "/config.json", config)
	}
	for path, methods := range paths {
		if slices.Contains(methods, "GET") {
			methods = append(methods, "HEAD")
		}
		slices.Sort(methods)
		allow := strings.Join(methods, ", ")
		s.mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Allow", allow)
			writeErrors(w, http.StatusMethodNotAllowed, domain.FieldErrors{"method": {"is not allowed"}})
		})
	}
	s.mux.HandleFunc("/", s.file)
}

// account lets nobody through without an account.
func account(answer endpoint) endpoint {
	return func(w http.ResponseWriter, r *http.Request, viewer *domain.Visitor) error {
		if viewer == nil {
			return domain.ErrUnauthorized
		}
		return answer(w, r, viewer)
	}
}

// curator lets curators through only.
func curator(answer endpoint) endpoint {
	return account(func(w http.ResponseWriter, r *http.Request, viewer *domain.Visitor) error {
		if !viewer.IsCurator() {
			return domain.ErrForbidden
		}
		return answer(w, r, viewer)
	})
}

// token is what the request carries after the scheme.
func (s *Server) token(r *http.Request) string {
	scheme, token, found := strings.Cut(r.Header.Get("Authorization"), " ")
	if !found || !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// viewer is the account of the request; nil without a valid token.
func (s *Server) viewer(r *http.Request) (*domain.Visitor, error) {
	token := s.token(r)
	if token == "" {
		return nil, nil
	}
	viewer, err := s.service.Authenticate(r.Context(), token)
	if errors.Is(err, domain.ErrUnauthorized) {
		return nil, nil
	}
	return viewer, err
}

func (s *Server) health(w http.ResponseWriter, r *http.Request, _ *domain.Visitor) error {
	if err := s.service.Ready(r.Context()); err != nil {
		writeErrors(w, http.StatusServiceUnavailable, domain.FieldErrors{"database": {"does not answer"}})
		return nil
	}
	writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
	return nil
}

func document(w http.ResponseWriter, _ *http.Request, _ *domain.Visitor) error {
	w.Header().Set("Content-Type", "application/yaml")
	_, err := w.Write([]byte(api.Document))
	if err != nil {
		slog.Debug("write document", "error", err)
	}
	return nil
}

func config(w http.ResponseWriter, _ *http.Request, _ *domain.Visitor) error {
	writeJSON(w, http.StatusOK, map[string]string{"apiUrl": ""})
	return nil
}

// ServeHTTP adds the CORS headers and answers preflight requests and requests for pages itself.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	s.cors(w, r)
	if r.Method == http.MethodOptions && r.Header.Get("Origin") != "" && r.Header.Get("Access-Control-Request-Method") != "" {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if s.options.StaticDir != "" {
		w.Header().Add("Vary", "Accept")
		if wantsPage(r) {
			s.page(w, r)
			return
		}
	}
	s.mux.ServeHTTP(w, r)
}

func (s *Server) cors(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	any := slices.Contains(s.options.CORSOrigins, "*")
	if !any {
		header.Add("Vary", "Origin")
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return
	}
	switch {
	case any:
		header.Set("Access-Control-Allow-Origin", "*")
	case slices.Contains(s.options.CORSOrigins, origin):
		header.Set("Access-Control-Allow-Origin", origin)
	default:
		return
	}
	header.Set("Access-Control-Expose-Headers", "X-Total-Count, Location")
	if r.Method == http.MethodOptions {
		header.Set("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE")
		header.Set("Access-Control-Allow-Headers", "Authorization, Content-Type")
		header.Set("Access-Control-Max-Age", "600")
	}
}

// statusWriter remembers the status for the log.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(data []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(data)
}

func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// logged logs method, path, status and time; never a header, a query or a body.
func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		out := &statusWriter{ResponseWriter: w}
		next.ServeHTTP(out, r)
		slog.Info("request", "method", r.Method, "path", r.URL.Path, "status", out.status, "took", time.Since(start))
	})
}

func recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if failure := recover(); failure != nil {
				slog.Error("panic", "path", r.URL.Path, "failure", failure, "stack", string(debug.Stack()))
				writeErrors(w, http.StatusInternalServerError, domain.FieldErrors{"server": {"failed"}})
			}
		}()
		next.ServeHTTP(w, r)
	})
}
