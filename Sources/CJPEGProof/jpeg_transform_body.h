// The passes of the inverse transform on vectors `V` of 16-bit numbers: a block, or two blocks side
// by side.
//
// It is included once for each width, by functions that define the operations and have the rows of
// coefficients, multiplied by their steps, in r0 to r7. Each pair of factors is for one
// multiplication with addition. The constants are those of Loeffler, Ligtenberg and Moschytz in 13
// bits.
#define PAIR(a, b) SET32((int32_t)((uint32_t)(uint16_t)(int16_t)(b) << 16 | (uint16_t)(int16_t)(a)))
// Half of a pass: the low or the high four columns, in 32 bits.
#define HALF(INTERLEAVED, SHIFT, o0, o1, o2, o3, o4, o5, o6, o7)                                            \
  {                                                                                                         \
    const V even = INTERLEAVED(r2, r6), rounding = SET32(1 << ((SHIFT) - 1));                               \
    const V t2 = MULTIPLY(even, PAIR(4433, 4433 - 15137));                                                  \
    const V t3 = MULTIPLY(even, PAIR(4433 + 6270, 4433));                                                   \
    const V t0 = ADD32(SHIFTED(INTERLEAVED(zero, sum04), 3), rounding);                                     \
    const V t1 = ADD32(SHIFTED(INTERLEAVED(zero, difference04), 3), rounding);                              \
    const V t10 = ADD32(t0, t3), t13 = SUBTRACT32(t0, t3), t11 = ADD32(t1, t2), t12 = SUBTRACT32(t1, t2);   \
    const V z34 = INTERLEAVED(z3, z4);                                                                      \
    const V y3 = MULTIPLY(z34, PAIR(9633 - 16069, 9633)), y4 = MULTIPLY(z34, PAIR(9633, 9633 - 3196));      \
    const V odd71 = INTERLEAVED(r7, r1), odd53 = INTERLEAVED(r5, r3);                                       \
    const V u0 = ADD32(MULTIPLY(odd71, PAIR(2446 - 7373, -7373)), y3);                                      \
    const V u3 = ADD32(MULTIPLY(odd71, PAIR(-7373, 12299 - 7373)), y4);                                     \
    const V u1 = ADD32(MULTIPLY(odd53, PAIR(16819 - 20995, -20995)), y4);                                   \
    const V u2 = ADD32(MULTIPLY(odd53, PAIR(-20995, 25172 - 20995)), y3);                                   \
    o0 = SHIFTED(ADD32(t10, u3), SHIFT); o7 = SHIFTED(SUBTRACT32(t10, u3), SHIFT);                          \
    o1 = SHIFTED(ADD32(t11, u2), SHIFT); o6 = SHIFTED(SUBTRACT32(t11, u2), SHIFT);                          \
    o2 = SHIFTED(ADD32(t12, u1), SHIFT); o5 = SHIFTED(SUBTRACT32(t12, u1), SHIFT);                          \
    o3 = SHIFTED(ADD32(t13, u0), SHIFT); o4 = SHIFTED(SUBTRACT32(t13, u0), SHIFT);                          \
  }
#define PASS(SHIFT)                                                                                         \
  {                                                                                                         \
    const V sum04 = ADD16(r0, r4), difference04 = SUBTRACT16(r0, r4);                                       \
    const V z3 = ADD16(r7, r3), z4 = ADD16(r5, r1);                                                         \
    V a0, a1, a2, a3, a4, a5, a6, a7, b0, b1, b2, b3, b4, b5, b6, b7;                                       \
    HALF(LOW16, SHIFT, a0, a1, a2, a3, a4, a5, a6, a7)                                                      \
    HALF(HIGH16, SHIFT, b0, b1, b2, b3, b4, b5, b6, b7)                                                     \
    r0 = NARROW32(a0, b0); r1 = NARROW32(a1, b1); r2 = NARROW32(a2, b2); r3 = NARROW32(a3, b3);             \
    r4 = NARROW32(a4, b4); r5 = NARROW32(a5, b5); r6 = NARROW32(a6, b6); r7 = NARROW32(a7, b7);             \
  }
#define TRANSPOSE()                                                                                         \
  {                                                                                                         \
    const V a0 = LOW16(r0, r1), a1 = HIGH16(r0, r1), a2 = LOW16(r2, r3), a3 = HIGH16(r2, r3);               \
    const V a4 = LOW16(r4, r5), a5 = HIGH16(r4, r5), a6 = LOW16(r6, r7), a7 = HIGH16(r6, r7);               \
    const V b0 = LOW32(a0, a2), b1 = HIGH32(a0, a2), b2 = LOW32(a1, a3), b3 = HIGH32(a1, a3);               \
    const V b4 = LOW32(a4, a6), b5 = HIGH32(a4, a6), b6 = LOW32(a5, a7), b7 = HIGH32(a5, a7);               \
    r0 = LOW64(b0, b4); r1 = HIGH64(b0, b4); r2 = LOW64(b1, b5); r3 = HIGH64(b1, b5);                       \
    r4 = LOW64(b2, b6); r5 = HIGH64(b2, b6); r6 = LOW64(b3, b7); r7 = HIGH64(b3, b7);                       \
  }
{
  const V zero = ZERO();
  if (IS_FIRST_ROW_ALONE) {
    // libjpeg-turbo shifts 16 bits here. They overflow in values that no picture has.
    r0 = SHIFTED_UP16(r0, 2);
    r1 = r2 = r3 = r4 = r5 = r6 = r7 = r0;
  } else {
    PASS(11)
  }
  TRANSPOSE()
  PASS(18)
  TRANSPOSE()
}
#undef PAIR
#undef HALF
#undef PASS
#undef TRANSPOSE
#undef V
#undef IS_FIRST_ROW_ALONE
#undef ZERO
#undef SET32
#undef MULTIPLY
#undef ADD16
#undef SUBTRACT16
#undef SHIFTED_UP16
#undef ADD32
#undef SUBTRACT32
#undef SHIFTED
#undef NARROW32
#undef LOW16
#undef HIGH16
#undef LOW32
#undef HIGH32
#undef LOW64
#undef HIGH64
