// Package security hashes passwords and makes tokens.
package security

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Argon2 hashes passwords with argon2id.
type Argon2 struct {
	memory uint32
	time   uint32
	// slots bounds how many hashes are computed at the same time.
	slots chan struct{}
}

const (
	saltLength = 16
	keyLength  = 32
)

// NewArgon2 is the hasher for production.
func NewArgon2() *Argon2 {
	return newArgon2(19*1024, 2)
}

// NewFastArgon2 is a hasher for tests: the same algorithm, little memory.
func NewFastArgon2() *Argon2 {
	return newArgon2(64, 1)
}

func newArgon2(memory, time uint32) *Argon2 {
	return &Argon2{memory: memory, time: time, slots: make(chan struct{}, max(2, runtime.NumCPU()))}
}

func (a *Argon2) key(password string, salt []byte, memory, time uint32) []byte {
	a.slots <- struct{}{}
	defer func() { <-a.slots }()
	return argon2.IDKey([]byte(password), salt, time, memory, 1, keyLength)
}

// Hash gives the text that is stored for a password.
func (a *Argon2) Hash(password string) (string, error) {
	salt := make([]byte, saltLength)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	key := a.key(password, salt, a.memory, a.time)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, a.memory, a.time,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key)), nil
}

// Verify says whether a password has this hash.
func (a *Argon2) Verify(hash, password string) bool {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	var memory, time uint32
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=1", &memory, &time); err != nil {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil {
		return false
	}
	return subtle.ConstantTimeCompare(want, a.key(password, salt, memory, time)) == 1
}

// Tokens makes random tokens.
type Tokens struct{}

// New gives a random token.
func (Tokens) New() (string, error) {
	raw := make([]byte, 32)
	if _, err := rand.Read(raw); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(raw), nil
}

// Digest gives what is stored of a token.
func (Tokens) Digest(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
