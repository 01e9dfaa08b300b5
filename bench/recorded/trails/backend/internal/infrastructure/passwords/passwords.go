// Package passwords digests passwords with bcrypt.
package passwords

import (
	"crypto/sha256"
	"encoding/base64"

	"golang.org/x/crypto/bcrypt"
)

// Hasher digests with one cost.
type Hasher struct {
	Cost int
}

// Digest gives what may be stored of a password.
func (h Hasher) Digest(password string) (string, error) {
	digest, err := bcrypt.GenerateFromPassword(shortened(password), h.Cost)
	return string(digest), err
}

// Matches reports whether a digest was made of this password.
func (h Hasher) Matches(digest, password string) bool {
	return bcrypt.CompareHashAndPassword([]byte(digest), shortened(password)) == nil
}

// shortened brings every password below bcrypt's limit of 72 bytes without cutting anything off.
func shortened(password string) []byte {
	sum := sha256.Sum256([]byte(password))
	return []byte(base64.StdEncoding.EncodeToString(sum[:]))
}
