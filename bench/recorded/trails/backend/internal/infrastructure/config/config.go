// Package config reads the server's settings from its environment.
package config

import (
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"
)

// Settings are all that can be changed without a rebuild.
type Settings struct {
	Host         string
	Port         int
	DatabasePath string
	CORSOrigins  []string
	StaticDir    string
	// Now is what the server's clock starts from; nil is the machine's.
	Now *time.Time
}

// Address is what the server listens on.
func (s Settings) Address() string {
	return net.JoinHostPort(s.Host, strconv.Itoa(s.Port))
}

// FromEnvironment applies defaults and refuses what cannot be meant.
func FromEnvironment(lookup func(string) (string, bool)) (Settings, error) {
	get := func(name, fallback string) string {
		if value, ok := lookup(name); ok && value != "" {
			return value
		}
		return fallback
	}
	port, err := strconv.Atoi(get("PORT", "8000"))
	if err != nil || port < 0 || port > 65535 {
		return Settings{}, fmt.Errorf("PORT must be a number from 0 to 65535, not %q", get("PORT", ""))
	}
	var origins []string
	for _, origin := range strings.Split(get("CORS_ORIGINS", "*"), ",") {
		if origin = strings.TrimSpace(origin); origin != "" {
			origins = append(origins, origin)
		}
	}
	now, err := instant(get("TRAILS_NOW", ""))
	if err != nil {
		return Settings{}, err
	}
	return Settings{
		Host:         get("HOST", ""),
		Port:         port,
		DatabasePath: get("DATABASE_PATH", "data/app.db"),
		CORSOrigins:  origins,
		StaticDir:    get("STATIC_DIR", ""),
		Now:          now,
	}, nil
}

func instant(text string) (*time.Time, error) {
	if text == "" {
		return nil, nil
	}
	now, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return nil, fmt.Errorf("TRAILS_NOW must be an instant such as 2031-03-10T09:30:00Z, not %q", text)
	}
	return &now, nil
}

// Clock gives the time: the machine's, or one that went on from Now when it was made.
func (s Settings) Clock() func() time.Time {
	if s.Now == nil {
		return time.Now
	}
	began := time.Now()
	return func() time.Time { return s.Now.Add(time.Since(began)) }
}
