; SPDX-License-Identifier: MIT
; Instruction sequences whose time the AVR Instruction Set Manual gives, for
; tests/mcu/avr_clock_test.cpp. Each ends in RET.
.macro sequence name
.section .text.\name, "ax", @progbits
.global \name
.type \name, @function
\name:
.endm

sequence avr_return
  ret
sequence avr_alu
  ldi r24, 1
  add r24, r25
  adc r25, r24
  eor r24, r25
  swap r24
  movw r22, r24
  ret
sequence avr_word
  adiw r24, 1
  sbiw r24, 1
  ret
sequence avr_multiply
  mul r24, r25
  clr r1
  ret
sequence avr_stack
  push r24
  pop r24
  ret
sequence avr_load_store
  in r30, 0x3d
  in r31, 0x3e
  ld r24, Z
  ldd r25, Z+1
  ret
sequence avr_flash
  ldi r30, 0
  ldi r31, 0
  lpm r24, Z+
  ret
sequence avr_absolute
  lds r24, 0x0100
  sts 0x0100, r24
  ret
sequence avr_jump
  rjmp 1f
1:
  jmp 2f
2:
  ret
sequence avr_branch_taken
  clr r24
  breq 1f
  nop
1:
  ret
sequence avr_branch_not_taken
  ldi r24, 1
  tst r24
  breq 1f
  nop
1:
  ret
sequence avr_loop_three
  ldi r24, 3
1:
  dec r24
  brne 1b
  ret
sequence avr_call
  call avr_return
  ret
sequence avr_call_indirect
  ldi r30, pm_lo8(avr_return)
  ldi r31, pm_hi8(avr_return)
  icall
  ret
